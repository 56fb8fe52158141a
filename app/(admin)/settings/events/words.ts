import type { EndpointView, EventType } from "@/lib/events";
import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

// All endpoints
export const EVENTS_SENTENCE = "Sends your product each change to a connection as it happens.";
export const ENDPOINTS_CAPTION = "Endpoints, oldest first";
export const LAST_MESSAGE = "Last message";
export const NONE_YET = "None yet";
/** @param judged The messages that are looked at. */
export const failures = (failed: number, judged: number) =>
  failed === 0 ? "None" : `${failed} of the last ${judged}`;
export const waitingWords = (count: number) => `${count} waiting`;
export const NO_ENDPOINT = "No endpoint yet";
export const NO_ENDPOINT_MORE =
  "Events tell your product when a company connects, breaks, works again, expires soon or leaves, and when a provider has an outage. Add a receiver below. The API's feed keeps the same events for 30 days, with or without an endpoint.";
export const ENDPOINT_STATES = {
  on: { word: "On", detail: "" },
  failing: { word: "Failing", detail: "" },
  person: { word: "Off", detail: "A person turned it off." },
  gone: { word: "Turned off", detail: "It answered 410 (gone)." },
  failed: { word: "Turned off", detail: "A message failed every attempt." },
} as const;

/** Which events an endpoint gets, in a few words. */
export function getsWords({ types, allCompanies, companyIds }: EndpointView): string {
  const what = types.length === 0 ? "Every event" : plural(types.length, "type");
  return `${what}, ${allCompanies ? "every company" : plural(companyIds.length, "company", "companies")}`;
}

// Add an endpoint
export const ADD_ENDPOINT = "Add endpoint";
export const ADD_ENDPOINT_SENTENCE = "Your receiver gets a signed POST for each event from now on.";
export const RECEIVER_LABEL = "Receiver's URL";
export const RECEIVER_HINT = "https only. The signing secret is shown once, here.";

// Which events it gets, for a new endpoint and for one that is there
export const EVENTS_HINT = "None chosen: every type, later ones included.";
export const EVERY_COMPANY = "Every company";
export const CHOOSE_COMPANIES = "Choose every company, or some.";

/** Every type as people choose it. The compiler keeps it whole. */
export const EVENT_WORDS: Record<EventType, string> = {
  "connection.connected": "Connected",
  "connection.reconnected": "Reconnected",
  "connection.broken": "Broken: the customer must act",
  "connection.recovered": "Working again",
  "connection.expiring": "Expires soon",
  "connection.disconnected": "Disconnected",
  "connection.wrong_organisation_refused": "Wrong organisation refused",
  "incident.opened": "Provider outage began",
  "incident.closed": "Provider outage ended",
  "import.finished": "Import finished",
  "key.expiring": "API key expires soon",
};

// An endpoint
export const ENDPOINT_TITLE = "Event endpoint";
export const ALL_ENDPOINTS = "All endpoints";
export const ENDPOINT_GONE = "The address may be mistyped, or the endpoint was removed.";
export const ONE_SIGNATURE = "One";
export const twoSignatures = <T>(until: T) => inParts`Two: the old secret also signs until ${until}`;
export const addedBy = <T>(name: string, at: T) => inParts`By ${name}, ${at}`;
export const EVENTS_IT_GETS = "Events it gets";
export const EVENTS_SAVED = "It now gets these events";
export const TURNED_OFF = "Turned off. Waiting messages were dropped.";

// Its messages
export const MESSAGES_CAPTION = "Messages, newest event first";
export const NO_MESSAGE = "No message yet";
export const NO_MESSAGE_MORE = "Each event sent here appears with every attempt to deliver it.";
export const NO_COMPANY = "No single company";
export const redeliverOne = (event: string, position: number) => `Redeliver ${event}, position ${position}`;
export const RESENDING_ONE = "Sending it again.";

// Send again
export const SEND_AGAIN = "Send again";
export const SEND_AGAIN_SENTENCE =
  "Every event after a position, delivered before or not. Each keeps its id, so the receiver recognises it.";
export const POSITION_LABEL = "After position";
export const POSITION_HINT = "0 sends the last 30 days.";
export const POSITION_RULE = "Enter a whole number; 0 is before the first event.";
export const SENDING_AGAIN = "Sending again…";
export const resending = (count: number) => `Sending ${plural(count, "event")}.`;

// Remove an endpoint
export const REMOVE_ENDPOINT = "Remove endpoint";
export const ENDPOINT_REMOVAL = [
  "It gets no more events. Messages waiting for it are dropped.",
  "Its signing secret is destroyed. Adding it again creates a new one.",
  "The feed keeps the events for 30 days.",
];
export const ENDPOINT_REMOVED = "Endpoint removed";
export const ENDPOINT_REMOVED_MORE = "It gets no more events. The feed keeps them for 30 days.";
