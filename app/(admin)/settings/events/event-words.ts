import type { EndpointView, EventType } from "@/lib/events";
import { plural } from "@/lib/text/plural";

/** Every type as people choose it. The compiler keeps it whole. */
export const EVENT_WORDS: Record<EventType, string> = {
  "connection.connected": "Connected",
  "connection.reconnected": "Reconnected",
  "connection.broken": "Broken: only the customer can mend it",
  "connection.recovered": "Working again",
  "connection.expiring": "Expires soon",
  "connection.disconnected": "Disconnected",
  "connection.wrong_organisation_refused": "Another organisation was refused",
  "incident.opened": "A provider's outage began",
  "incident.closed": "A provider's outage is over",
  "import.finished": "An import is finished",
  "key.expiring": "An API key expires soon",
};

/** Which events an endpoint takes, in a few words. */
export function takesWords({ types, allCompanies, companyIds }: EndpointView): string {
  const what = types.length === 0 ? "Every event" : plural(types.length, "type");
  return allCompanies
    ? `${what}, every company`
    : `${what}, ${plural(companyIds.length, "company", "companies")}`;
}
