import { type JobName, jobs, type PersonKey } from "./people";
import type { Random } from "./random";
import type { Scene } from "./scene";
import type { Link } from "./stage";
import { MINUTE_MS } from "./timeline";

/** How likely a link is used on a working day. */
const USED_A_DAY = 0.6;
const WEEKEND: ReadonlySet<number> = new Set([0, 6]);
const CHECK_EVERY_DAYS = 7;
const CHECK_HOUR = 3.5;

/** The day and hours (UTC) in which all of QuickBooks was away, for everyone. */
export const outage = { daysAgo: 62, fromHour: 13, untilHour: 16.2 } as const;

/** Failures any use may meet through no fault of its own. */
const WEATHER = ["provider_unavailable"] as const;

/**
 * Vends on working days and a check a week, from the day after `from` to the day before `to`; to this very
 * morning when `to` is 0.
 */
export function dailyLife({ stage, timeline, random }: Scene, link: Link, from: number, to: number): void {
  const vend = (atMs: number) => timeline.at(atMs, () => stage.vend(link, everydayActor(random), ...WEATHER));
  const checkDay = random.between(0, CHECK_EVERY_DAYS - 1);
  const last = to === 0 ? 0 : to + 1;
  for (let day = from - 1; day >= last; day--) {
    const check = day % CHECK_EVERY_DAYS === checkDay;
    const minute = random.between(0, 55) * MINUTE_MS;
    if (check)
      timeline.at(timeline.moment(day, CHECK_HOUR) + minute, () => stage.check(link, "health", ...WEATHER));
    if (WEEKEND.has(timeline.weekday(day)) || !random.chance(USED_A_DAY)) continue;
    const at = timeline.moment(day, random.between(7, 17)) + random.between(0, 59) * MINUTE_MS;
    vend(at);
    if (random.chance(0.3)) vend(at + random.between(2, 15) * MINUTE_MS);
  }
  if (to === 0) lastHours({ stage, timeline, random }, link, vend);
  const { daysAgo, fromHour, untilHour } = outage;
  if (link.provider === "qbo" && daysAgo < from && daysAgo > to) {
    const noticed =
      timeline.moment(daysAgo, fromHour) + (1 + (Number(link.tenantId.slice(-4)) % 4)) * MINUTE_MS;
    timeline.at(noticed, () => stage.check(link, "health", "provider_unavailable"));
    timeline.at(timeline.moment(daysAgo, untilHour + 0.2), () => stage.check(link, "health"));
  }
}

/** Whatever the time of the demo's first start, its last hours show the links in use. */
function lastHours({ stage, timeline, random }: Scene, link: Link, vend: (atMs: number) => void): void {
  timeline.at(timeline.minutesAgo(random.between(70, 340)), () => stage.check(link, "health"));
  if (random.chance(0.5)) vend(timeline.minutesAgo(random.between(50, 65)));
}

/** Mostly the product's jobs, now and then a person at a screen. */
export function everydayActor(random: Random): PersonKey | JobName {
  return random.chance(0.75) ? random.pick(jobs) : random.pick(["finance", "support", "admin"]);
}
