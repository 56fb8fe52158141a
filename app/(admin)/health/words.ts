import type { Calendar, PastStatus } from "@/lib/health";
import { inParts } from "@/lib/text/in-parts";
import { plural } from "@/lib/text/plural";

const number = (value: number) => value.toLocaleString("en");

// How things are now
export const HEALTH_CAPTION = "Health of connections";
export const DAYS_HEAD = "90 days, share without trouble";
export const ONLY_TROUBLE_TITLE = "Trouble now or in the last 90 days";
export const NOTHING_TO_DO = "Nothing to do.";
export const nextStepFor = (company: string, nextStep: string) => `Next step for ${company}: ${nextStep}`;
export const incidentsInDays = (days: number, count: number) => `Incidents in ${days} days: ${count}`;
export const ALL_IN_UTC = "Days and times are in UTC.";
export const daysInUtc = (zone: string) => `Days are in UTC, times in ${zone}.`;
export const HEALTH_LEGEND =
  "Trouble in the last 90 days: C customer, P provider, U us. “Last read” is the later of the provider's last good answer and the last token issued, which is known to the hour.";

// An empty list
export const WRONG_FILTER = "The filter in this address isn't valid";
export const WITHOUT_FILTER = "Continue without it";
export const NO_MATCH = "No connection matches";
export const NO_MATCH_MORE = "Search by the name of a company or organisation, by provider, or by id.";
export const NONE_CONNECTED = "No company is connected yet";
export const NONE_CONNECTED_MORE = "Connect a company to see its days, deadlines and interruptions here.";

// A day that can't be shown
export const CHOOSE_DAY = "Choose another day.";
export const UNUSABLE_DAY = {
  "to come": "That day is in the future.",
  "too early": "Nothing is on record from before 2000.",
  "no day": "Write the day as 2026-03-31.",
};
export const cantBeShown = (text: string) => `“${text}” can't be shown`;
export const seeNow = <T>(why: string, link: T) => inParts`${why} ${link}.`;
export const HOW_THINGS_ARE = "See how things are now";

// What finance asks for
export const QUESTIONS = "A day, a month, deadlines";
export const WAS_IT_CONNECTED = "Was it connected?";
export const WAS_IT_CONNECTED_ON = "Was it connected on";
export const SHOW_DAY = "Show that day";
export const nextDays = (days: number) => `Next ${days} days`;
export const nextDaysCount = (days: number, ending: number) => `${nextDays(days)}: ${ending}`;

// A past day
export const healthOn = (day: string) => `Health on ${day}`;
export const onDateCaption = (day: string) => `Connections on ${day}, worst first`;
export const NO_DAYS_MORE = "Connect a company to see its days here.";
export const DAY_IN_UTC = "The day runs from 00:00 to 24:00 UTC.";
export const onThisPage = (count: number) => `${count} on this page`;
export const WORST_OF_DAY = "Worst of the day";

/** How many connections worked all day; those not yet or no longer connected are not counted. */
export function onDateSentence(counts: Record<PastStatus, number>, running: boolean): string {
  const well = counts.working + counts.expiring_soon;
  const live = well + counts.provider_trouble + counts.needs_reconnecting;
  if (live === 0) return "No connection is on record for that day.";
  const parts = [
    counts.needs_reconnecting > 0 && `${counts.needs_reconnecting} needed reconnecting`,
    counts.provider_trouble > 0 && `${counts.provider_trouble} had provider trouble`,
  ].filter(Boolean);
  const first = `${well} of ${plural(live, "connection")} worked ${running ? "so far that day" : "all day"}`;
  return `${[first, parts.join(", ")].filter(Boolean).join("; ")}.`;
}

// A connection's days and interruptions
export const lastDaysLabel = (company: string, provider: string, days: number) =>
  `${company}, ${provider}, the last ${days} days`;
export const allDaysWorking = (days: number) => `All ${days} days working.`;
/** After how many days it was: "3 needing reconnecting". */
export const DAYS_THAT_WERE = [
  ["working", "working"],
  ["expiring_soon", "expiring soon"],
  ["provider_trouble", "with provider trouble"],
  ["needs_reconnecting", "needing reconnecting"],
  ["disconnected", "disconnected"],
  ["unknown", "without record"],
] as const satisfies [PastStatus, string][];
export const blamedFor = (owner: string, span: string, count: number) =>
  count === 1 ? `${owner} ${span}` : `${owner} ${span} (${count} times)`;
export const HEALTH_OF_ALL = "Health of all connections";

// Reconnect deadlines
export const DEADLINES_TITLE = "Reconnect deadlines";
export const HOW_FAR_AHEAD = "How far ahead";
export const noDeadline = (days: number) => `No deadline in the next ${days} days`;
export const NO_DEADLINE_MORE = "No connection needs a new consent before then.";
export const deadlinesNote = (renewedWithinDays: number) =>
  `Only connections that end unless a person acts are listed: by a final date, which use doesn't move (five years after consent at QuickBooks), or by an idle limit (100 days at QuickBooks, 60 at Xero) if they were not renewed for ${renewedWithinDays} days. Each renewal moves the idle limit, so a connection that is renewed daily never reaches it.`;
export const CHOOSE_SPAN = "Choose how far ahead to look.";
export const spanCantBeShown = (asked: string) => `“${asked}” days can't be shown`;
export const spansThatCan = (spans: readonly number[]) => `Choose ${spans.join(" or ")} days.`;
export const finalDate = <T>(at: T) => inParts`${at}: the final date; only a new consent helps.`;
export const idleLimit = <T>(at: T, renewedAt: T) =>
  inParts`${at}, unless it is used before then. Last renewed ${renewedAt}.`;
export const accessEndsOn = <T>(provider: string, at: T) => inParts`${provider} ends access on ${at}`;
export const ACCESS_ENDS_SENTENCE =
  "The provider takes broad scopes back. Each of these customers must consent again before then, or data of this kind stops.";
export const allThatEnd = (count: number) => `All ${count.toLocaleString("en")} that must consent again`;
export const moreOnThisDay = (count: number) => `and ${count} more on this day`;

export function deadlinesSentence({ total, renewed }: Calendar, days: number): string {
  const ends =
    total === 0
      ? `No connection ends in the next ${days} days.`
      : `${plural(total, "connection ends", "connections end")} in the next ${days} days unless a person acts.`;
  if (renewed === 0) return ends;
  return `${ends} ${number(renewed)} more ${renewed === 1 ? "is" : "are"} renewed automatically and not listed.`;
}

// Month-end
export const MONTH_RUNNING = "The month is still running.";
export const NONE_IN_MONTH = "Nothing was connected in this month";
export const NONE_IN_MONTH_MORE = "Choose another month above.";
export const WRITE_MONTH = "Write the month as 2026-03.";
export const AT_MONTH_END = "At month end";
export const COVERAGE_HINT = "Share of the time that the connections were connected.";
export const SIGN_OFF = "Sign off";
export const SIGN_OFF_AGAIN = "Sign off again";
export const signedBy = <T>(name: string, at: T) => inParts`By ${name}, ${at}`;
export const signedByBefore = <T>(name: string, at: T) =>
  inParts`By ${name}, ${at}. The figures have changed since.`;
export const connectionsIn = (month: string) => `Connections in ${month}`;
export const longestOf = (shown: number, all: number) =>
  `The ${number(shown)} connections with the longest interruptions, of ${number(all)}. The CSV file has them all.`;

export function monthSentence(connections: number, interrupted: number): string {
  if (connections === 0) return "Nothing was connected.";
  if (interrupted === 0) return "Data was readable all month for every connection.";
  return `Data was interrupted for ${number(interrupted)} of ${plural(connections, "connection")}.`;
}

// Incidents
export const INCIDENTS_SENTENCE = "An incident is a provider's trouble with many companies at once.";
export const INCIDENTS_LABEL = "Incidents, newest first";
export const NO_EARLIER_INCIDENT = "No earlier incidents";
export const NO_EARLIER_INCIDENT_MORE = "The list ends here.";
export const NO_INCIDENT = "No incidents yet";
export const NO_INCIDENT_MORE = "Trouble with a single connection is on its company's page.";
export const companiesRecovered = (companies: number, recovered: number) =>
  `${plural(companies, "company", "companies")} affected, ${number(recovered)} recovered.`;

// An incident
export const providerRefuses = (provider: string) => `${provider} refuses Countersign itself`;
export const providerRefused = (provider: string) => `${provider} refused Countersign itself`;
export const refusesSince = <T>(provider: string, at: T) =>
  inParts`${provider} has been refusing Countersign itself since ${at}`;
export const failsSince = <T>(provider: string, at: T) => inParts`${provider} has been failing since ${at}`;
export const incidentEffect = (companies: number) =>
  `${plural(companies, "company is", "companies are")} affected. Valid tokens are still issued. No connection is lost.`;
export const OPERATOR_ACTS =
  "Your Countersign operator must fix the client id or secret. Customers have nothing to do.";
export const providerActs = (provider: string) => `Nothing to do: we retry until ${provider} answers.`;
export const endedAtWords = <T>(at: T) => inParts`Ended ${at}`;
export const ONGOING = "Ongoing";
export const recoveredOf = (recovered: number, companies: number) =>
  `${number(recovered)} of ${plural(companies, "affected company has", "affected companies have")} recovered.`;
export const FROM_HINT = "The first failure seen.";
export const TO_HINT = "The first success after the last failure.";
export const OUR_FAULT = "Ours: Countersign's configuration";
export const referenceOf = (provider: string, reference: string) => `${provider}'s reference: ${reference}`;
export const NO_REFERENCE = "The provider gave no reference.";
export const affectedAndRecovered = (affected: number, recovered: number) =>
  `${number(affected)} affected, ${number(recovered)} recovered`;
export const NO_SUCH_INCIDENT_WHY =
  "The address may be mistyped. An incident keeps its address after it is over.";

// Its companies
export const AFFECTED_SENTENCE = "Calls failed, or the token expired during the incident.";
export const NO_MORE_COMPANIES = "No more companies";
export const shownByName = (shown: number, all: number) => `${shown} of ${number(all)}, by name`;
export const affectedAtWords = <T>(at: T) => inParts`Affected ${at}`;
export const recoveredAtWords = <T>(at: T) => inParts`Recovered ${at}`;
export const NOT_USED_SINCE = "Not used since";
export const NO_LONGER_CONNECTED = "No longer connected";
export const NOT_WORKING_YET = "Not working yet";
