import type { Stale, StatusName } from "@/lib/health";
import { plural } from "@/lib/text/plural";
import {
  allCompanies,
  allOfThemExpire,
  allWork,
  haveProviderTrouble,
  NONE_LIVE,
  NONE_TO_TRUST,
  needReconnecting,
  notReadFor,
  ONLY_COMPANY,
  ONLY_ONE_EXPIRES,
  ofThemExpire,
  onlyWorks,
  someWork,
  trustedFor,
} from "./words";

type Counts = Readonly<Record<StatusName, number>>;

const NOUNS = {
  connection: { one: "connection is", many: "connections are" },
  company: { one: "company is", many: "companies are" },
} as const;

/** All connections, or all companies, in one sentence: how many work, and how many wait for a new consent. */
export function verdictSentence(counts: Counts, noun: keyof typeof NOUNS = "connection"): string {
  const { expiring_soon, needs_reconnecting, provider_trouble } = counts;
  const { works, live } = sums(counts);
  const words = NOUNS[noun];
  if (live === 0) return NONE_LIVE;
  const parts = [
    needs_reconnecting > 0 && needReconnecting(needs_reconnecting),
    provider_trouble > 0 && haveProviderTrouble(provider_trouble),
  ].filter(Boolean);
  const first =
    works === live
      ? live === 1
        ? onlyWorks(words.one)
        : allWork(live, words.many)
      : someWork(works, plural(live, words.one, words.many));
  return `${[first + ofThemExpiring(expiring_soon, works), parts.join(", ")].filter(Boolean).join("; ")}.`;
}

/** Said of those that work, so that nobody adds them to those that don't. */
function ofThemExpiring(count: number, works: number): string {
  if (count === 0) return "";
  if (works === 1) return ONLY_ONE_EXPIRES;
  return count === works ? allOfThemExpire(count) : ofThemExpire(count);
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
  if (live === 0) return NONE_TO_TRUST;
  const whom =
    works < live
      ? `${works} of ${plural(live, "company", "companies")}`
      : live === 1
        ? ONLY_COMPANY
        : allCompanies(live);
  const parts = [
    stale.count > 0 && notReadFor(stale.count, stale.hours),
    needs_reconnecting > 0 && needReconnecting(needs_reconnecting),
    provider_trouble > 0 && haveProviderTrouble(provider_trouble),
  ].filter(Boolean);
  const first = trustedFor(whom);
  return `${[first, parts.join(", ")].filter(Boolean).join("; ")}.`;
}

/** What expires soon still works; what was disconnected on purpose is neither. */
function sums({ working, expiring_soon, needs_reconnecting, provider_trouble }: Counts) {
  const works = working + expiring_soon;
  return { works, live: works + needs_reconnecting + provider_trouble };
}
