import type { DayLetter } from "@/components/ui/bars";
import type { DayBarsProps } from "@/components/ui/day-bars";
import { type ConnectionHealth, causeWords, type Day, type PastStatus, pastStatusWords } from "@/lib/health";
import { plural } from "@/lib/text/plural";
import { DAY_MS } from "@/lib/time/durations";
import { utcClock } from "@/lib/time/utc-clock";
import { providerOf } from "@/lib/token";
import { allDaysWorking, DAYS_THAT_WERE, lastDaysLabel } from "./words";

const LETTERS: Record<PastStatus, DayLetter> = {
  needs_reconnecting: "r",
  provider_trouble: "p",
  expiring_soon: "e",
  working: "w",
  disconnected: "d",
  unknown: "u",
};
const TROUBLE: ReadonlySet<PastStatus> = new Set(["needs_reconnecting", "provider_trouble"]);

/** A letter a day, oldest first. */
export const lettersOf = (days: readonly Day[]): string => days.map(({ status }) => LETTERS[status]).join("");

/** A connection's days as its bars show them. */
export function dayBarsOf(health: ConnectionHealth): Omit<DayBarsProps, "className"> {
  const { companyName, providerName, days } = health;
  const notes: Record<number, string> = {};
  for (const [index, day] of days.entries()) {
    if (TROUBLE.has(day.status)) notes[index] = noteOf(day, health);
  }
  return {
    label: lastDaysLabel(companyName, providerName, days.length),
    letters: lettersOf(days),
    firstDayMs: days[0]?.startMs ?? 0,
    notes,
    summary: summaryOf(days),
    dayHref: "/health?on=",
  };
}

/** "Needs reconnecting from 09:14: Xero ended the access" */
export function noteOf(day: Day, of: { providerName: string; connectionType: string }): string {
  const time = timesOf(day);
  return `${pastStatusWords[day.status]}${time && ` ${time}`}${causeOf(day, of)}`;
}

function causeOf(
  { cause, message }: Day,
  { providerName, connectionType }: { providerName: string; connectionType: string },
) {
  if (!cause) return "";
  const consentedBy = providerOf(connectionType).consentedBy;
  return `: ${causeWords(cause, { providerName, consentedBy, message }).title}`;
}

/** Empty for a segment of the whole day. */
function timesOf({ startMs, fromMs, toMs }: Day): string {
  const from = fromMs > startMs ? `from ${clock(fromMs)}` : "";
  const until = toMs < startMs + DAY_MS ? `until ${clock(toMs)}` : "";
  return [from, until].filter(Boolean).join(" ");
}

const clock = (ms: number) => `${utcClock(ms)} UTC`;

/** "87 days working, 2 with provider trouble, 1 needing reconnecting." */
export function summaryOf(days: readonly Day[]): string {
  const count = (status: PastStatus) => days.filter((day) => day.status === status).length;
  const told = DAYS_THAT_WERE.map(([status, what]) => [count(status), what] as const).filter(
    ([many]) => many > 0,
  );
  if (told.length === 1 && told[0]?.[1] === "working") return allDaysWorking(days.length);
  const words = told.map(([many, what], index) =>
    index === 0 ? `${plural(many, "day")} ${what}` : `${many} ${what}`,
  );
  return `${words.join(", ")}.`;
}
