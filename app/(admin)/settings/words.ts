import { inParts } from "@/lib/text/in-parts";

// The tabs
export const ALERTS_AND_EVENTS = "Alerts and events";
export const ENCRYPTION = "Encryption";
export const PROVIDERS = "Providers";
export const ABOUT = "About";
export const EVENT_ENDPOINTS = "Event endpoints";

// Where alerts go
export const SETTINGS_SENTENCE = "Who gets alerts, and what was sent.";
export const CHANNELS_TITLE = "Where alerts go";
export const CHANNELS_SENTENCE = "Each channel gets one message when a problem starts and one when it ends.";
export const NO_CHANNEL = "No channel yet";
export const NO_CHANNEL_MORE =
  "Alerts are recorded, but not sent. Add an email address or a webhook below: it gets every alert from then on.";
export const CHANNEL_TO = { email: "Email to", webhook: "Webhook to" } as const;
export const offSince = <T>(at: T) => inParts`Off since ${at}.`;
export const WHY_OFF = { person: "", gone: "It answered 410.", failed: "A message failed every attempt." };
export const addedBy = <T>(name: string, at: T) => inParts`Added by ${name}, ${at}.`;

// A channel's buttons, and what came of them
export const SEND_TEST = "Send test";
export const sendTestTo = (target: string) => `Send test to ${target}`;
export const SENDING_TEST = "Sending a test…";
export const deliveredWords = (status: number | string | null) => `Delivered (${status}).`;
export const notDelivered = (error: string) => `Not delivered: ${error}`;
export const TURN_ON = "Turn on";
export const TURN_OFF = "Turn off";
export const turnTargetOn = (target: string) => `Turn on ${target}`;
export const turnTargetOff = (target: string) => `Turn off ${target}`;
export const SWITCHING = "Switching…";
export const TURNED_ON = "Turned on.";
export const TURNED_OFF = "Turned off.";
export const removeTarget = (target: string) => `Remove ${target}`;
export const removeTargetQuestion = (target: string) => `Remove ${target}?`;

// Remove a channel
export const REMOVE_CHANNEL = "Remove channel";
export const WHAT_WILL_HAPPEN = "What will happen";
export const CHANNEL_REMOVAL = [
  "It gets no more alerts, not even the end of those it was sent.",
  "Messages waiting for it are dropped.",
  "A webhook's signing secret is destroyed. Adding it again creates a new one.",
  "Messages already sent stay on record.",
];
export const CHANNEL_REMOVED = "Channel removed";
export const CHANNEL_REMOVED_MORE = "It gets no more alerts. Messages already sent stay on record.";

// Add a channel
export const ADD_EMAIL = "Add email";
export const EMAIL_LABEL = "Email address";
export const EMAIL_HINT = "Best: a shared mailbox, not a person's.";
export const ENTER_EMAIL = "Enter an email address.";
export const emailAdded = (address: string) => `Alerts now go to ${address}`;
export const ADD_WEBHOOK = "Add webhook";
export const WEBHOOK_LABEL = "Webhook URL";
export const WEBHOOK_HINT = "https only, on the public internet. The signing secret is shown once, here.";
export const ENTER_RECEIVER = "Enter your receiver's URL.";

// Signing secrets, of webhooks and of event endpoints
export const COPY_SECRET_NOW = "Copy the signing secret now";
export const secretUse = (url: string) =>
  `The receiver at ${url} verifies each message with it. It is shown only once: if you lose it, create a new one.`;
export const COPY_SECRET = "Copy secret";
export const NEW_SECRET = "New secret";
export const secretFor = (target: string) => `for ${target}`;
export const OLD_SECRET_LABEL = "Old secret also signs";
export const OLD_SECRET_KEPT = [
  { value: "1", label: "for 1 more day" },
  { value: "7", label: "for 7 more days" },
  { value: "14", label: "for 14 more days" },
  { value: "0", label: "no longer: others know it" },
];
export const CREATE_SECRET = "Create new secret";

// The companies of a key or an endpoint
export const ONLY_THESE = "Only these";
export const COMPANY_IDS_LABEL = "Company ids";
export const COMPANY_IDS_HINT = `Your product's ids, one per line. Used only with “${ONLY_THESE}”.`;

// What is set up
export const SET_UP = "What is set up";
export const NO_MAIL = "Not set up: no mail is sent";
export const NO_MAIL_HINT = "Your Countersign operator sets SMTP_URL and ALERT_FROM and restarts it.";
export const mailFromWords = (address: string) => `From ${address}`;
export const WEBHOOKS_SIGNED = "Signed (Standard Webhooks)";
export const WEBHOOKS_HINT =
  "Sent over https, to public addresses and those in WEBHOOK_ALLOWED_NETWORKS. Redirects are not followed.";
export const ATTEMPTS = "10 within about 3 days";
export const ATTEMPTS_HINT =
  "A repeated message keeps its id, so the receiver recognises it. A webhook that takes no attempt is turned off.";
export const ALERTS_FOR = "Alerts for";
export const ALERTS_FOR_WHAT =
  "Connections that need reconnecting or expire soon, provider incidents, and the end of each. API keys that expire soon or are used after their end.";

// Last messages
export const LAST_MESSAGES = "Last messages";
export const ALL_ALERTS = "All alerts";
export const NOTHING_SENT = "Nothing sent yet";
export const NOTHING_SENT_MORE = "Each message appears here, with every attempt to deliver it.";
export const DELIVERY_WORDS = {
  delivered: "Delivered",
  waiting: "Waiting",
  next: "Next attempt",
  sending: "Sending",
  notSent: "Not sent",
  failed: "Failed",
} as const;

// All alerts
export const ALERTS_SENTENCE = "All alerts and who got them, newest first.";
export const NO_ALERT = "No alert yet";
export const NO_ALERT_MORE =
  "Connections that need reconnecting and provider incidents appear here, sent to a channel or not.";
export const NO_ALERTS_HERE = "No alerts on this page";
export const PAST_THE_END = "The address leads past the end of the list.";
export const ALERT_WORDS = {
  provider_incident: "Provider incident",
  key_expiring: "API key expiring",
  ended_key_used: "Ended API key in use",
  endpoint_disabled: "Receiver turned off",
  provider_addresses: "Other addresses of a provider",
} as const;
export const alertEnded = <T>(raisedAt: T, endedAt: T) => inParts`Started ${raisedAt}, ended ${endedAt}.`;
export const alertOngoing = <T>(raisedAt: T) => inParts`Started ${raisedAt}, ongoing.`;
export const IN_AUDIT_LOG = "In the audit log";
export const NOT_SENT = "Not sent: no channel was on.";
export const UNNAMED_KEY = "Unnamed key";
export const UNNAMED_COMPANY = "Unnamed company";

// Second factors of everybody
export const FACTOR_RULE = "Second factor for everyone";
export const haveFactor = (having: number, people: number) => `${having} of ${people} people have one.`;
export const RULE_ON = "Required. People without one set it up when they sign in.";
export const RULE_OFF = "Optional. Everyone decides in their profile.";
export const REQUIRE_FACTOR = "Require for everyone";
export const REQUIRE_WHY = "People without one are signed out now and set one up at their next sign-in.";
export const MAKE_OPTIONAL = "Make it optional";
export const OWN_FACTOR_FIRST = "Set up your own second factor first.";
export const SET_UP_OWN_FACTOR = "Set up my second factor";
export const RESET_FACTOR = "Remove second factor";
export const RESET_FACTOR_WHY =
  "For a person who has lost it: they are signed out everywhere and get a mail.";
export const FACTOR_RESET = "Second factor removed";
