import type { Stale, StatusName } from "@/lib/health";
import { plural } from "@/lib/text/plural";

type Counts = Readonly<Record<StatusName, number>>;

const NOUNS = {
  connection: { one: "connection is", many: "connections are", none: "No company is connected at present." },
  company: { one: "company is", many: "companies are", none: "No company is connected at present." },
} as const;

/** All connections, or all companies, in one sentence: how many work, and how many wait for a new consent. */
export function verdictSentence(counts: Counts, noun: keyof typeof NOUNS = "connection"): string {
  const { expiring_soon, needs_reconnecting, provider_trouble } = counts;
  const { works, live } = sums(counts);
  const words = NOUNS[noun];
  if (live === 0) return words.none;
  const parts = [
    needs_reconnecting > 0 && reconnecting(needs_reconnecting),
    provider_trouble > 0 && waiting(provider_trouble),
  ].filter(Boolean);
  const first =
    works === live
      ? live === 1
        ? `The one ${words.one} working`
        : `All ${live} ${words.many} working`
      : `${works} of ${plural(live, words.one, words.many)} working`;
  return `${[first + ofTheseExpiring(expiring_soon, works), parts.join(", ")].filter(Boolean).join("; ")}.`;
}

/** Said of those that work, so that nobody adds them to those that don't. */
function ofTheseExpiring(count: number, works: number): string {
  if (count === 0) return "";
  if (works === 1) return ", and it expires soon";
  return `, ${count === works ? "all" : count} of these ${count === 1 ? "expires" : "expire"} soon`;
}

/**
 * For who closes the books: for how many companies today's numbers can be trusted.
 *
 * @param stale Of those that work, how many were not read for so many hours: theirs are not today's.
 */
export function trustSentence(counts: Counts, stale: Stale): string {
  const { needs_reconnecting, provider_trouble } = counts;
  const { live, ...sum } = sums(counts);
  const works = sum.works - stale.count;
  if (live === 0) return "No company is connected at present, so there are no numbers to trust.";
  const whom =
    works < live
      ? `${works} of ${plural(live, "company", "companies")}`
      : live === 1
        ? "the one company"
        : `all ${live} companies`;
  const parts = [
    stale.count > 0 && `${stale.count} not read for ${plural(stale.hours, "hour")}`,
    needs_reconnecting > 0 && reconnecting(needs_reconnecting),
    provider_trouble > 0 && waiting(provider_trouble),
  ].filter(Boolean);
  const first = `Today's numbers can be trusted for ${whom}`;
  return `${[first, parts.join(", ")].filter(Boolean).join("; ")}.`;
}

const reconnecting = (count: number) => `${count} ${count === 1 ? "needs" : "need"} reconnecting`;
const waiting = (count: number) => `${count} ${count === 1 ? "is" : "are"} affected by provider trouble`;

/** What expires soon still works; what was disconnected on purpose is neither. */
function sums({ working, expiring_soon, needs_reconnecting, provider_trouble }: Counts) {
  const works = working + expiring_soon;
  return { works, live: works + needs_reconnecting + provider_trouble };
}
