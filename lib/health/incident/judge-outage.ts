import type { ErrorCode } from "@/lib/errors";
import { CUSTOMERS_AT_THE_API } from "../verdict/verdict";
import type { Observed } from "./observed";
import { ENOUGH, LIMITED, OUTAGE_CAUSES } from "./signs";

/** What shows that a provider fails for everyone. */
export interface Evidence {
  /** The class most of the failures have. */
  cause: ErrorCode;
  message: string;
  providerRef: string | null;
  startedAt: Date;
  lastFailureAt: Date;
}

interface Window {
  /** What was issued after it was refreshed within the window. */
  observedFromMs: number;
  /** What has failed for longer began before whatever is beginning now. */
  onsetFromMs: number;
  /** How many grants work unless the provider fails; more than `ENOUGH` need not be counted. */
  able: number;
}

/** A grant that failed or did well, and when, as one of the three ways to look shows it. */
interface Look {
  grantId: string;
  isBad: boolean;
  atMs: number;
}

const REJECTED_MS = 60_000;

interface Judged {
  one: Observed;
  fails: boolean;
  answered: boolean;
  unrefreshed: boolean;
  onsetMs: number;
}

/**
 * Whether a provider fails for everyone. There are three ways to look at the grants observed in the last minutes: all
 * together, those that were refreshed, those whose API was called; the token endpoint and the API fail apart. Looking
 * back from now, an outage is a moment since which three different grants began to fail and no more than as many did
 * well. Before that moment everything may have been well, so the whole window's share says little: few failures are
 * seen behind an open breaker. Our own client id, refused, takes fewer grants: {@link rejections}.
 */
export function judgeOutage(observed: readonly Observed[], window: Window): Evidence | undefined {
  const judged = judge(observed, window);
  const ways = waysToLook(judged, window).map((looks) => runOf(looks, window));
  const run = [...ways.flat(), ...rejections(judged, window)];
  const failing = new Set(run.map(({ grantId }) => grantId));
  const failures = judged.filter(
    ({ one, fails, unrefreshed }) => (fails || unrefreshed) && failing.has(one.grantId),
  );
  const first = firstOfCommonest(failures);
  if (!first) return undefined;
  return {
    ...first,
    startedAt: new Date(Math.min(...run.map(({ atMs }) => atMs))),
    lastFailureAt: new Date(Math.max(...failures.map(({ one }) => one.lastChecked.getTime()))),
  };
}

/** A rate limit is asked of one organisation, so it is a failure only while it is everybody's. */
function judge(observed: readonly Observed[], { observedFromMs }: Window): Judged[] {
  const limited = new Set(observed.filter(({ cause }) => cause === LIMITED).map(({ grantId }) => grantId));
  const anyoneWell = observed.some((one) => hasAnswered(one) || one.issuedAt.getTime() > observedFromMs);
  const isLimitedForAll = limited.size >= ENOUGH && !anyoneWell;
  return observed.map((one) => ({
    one,
    fails: isOutage(one.cause) || (one.cause === LIMITED && isLimitedForAll),
    answered: hasAnswered(one),
    unrefreshed:
      (one.failureCount > 0 || one.lastErrorCode === "client_rejected") && isOutage(one.lastErrorCode),
    onsetMs: Math.max(one.since.getTime(), one.lastHealthyAt?.getTime() ?? 0),
  }));
}

const isOutage = (cause: ErrorCode | null) => cause !== null && OUTAGE_CAUSES.includes(cause);

/** The provider let us in, or its organisation refused us: either way it answered as it should. */
const hasAnswered = ({ cause }: Observed) => cause === null || CUSTOMERS_AT_THE_API.includes(cause);

function waysToLook(judged: readonly Judged[], { observedFromMs }: Window): Look[][] {
  const look = ({ one }: Judged, isBad: boolean, atMs: number): Look => ({
    grantId: one.grantId,
    isBad,
    atMs,
  });
  const all = judged
    .filter(({ fails, answered }) => fails || answered)
    .map((seen) => look(seen, seen.fails, seen.fails ? seen.onsetMs : seen.one.lastChecked.getTime()));
  const token = judged.flatMap((seen) => {
    const { issuedAt, attemptStartedAt, since } = seen.one;
    if (seen.unrefreshed) return look(seen, true, (attemptStartedAt ?? since).getTime());
    return issuedAt.getTime() > observedFromMs ? look(seen, false, issuedAt.getTime()) : [];
  });
  const api = judged.flatMap((seen) => {
    const { lastChecked, lastProbedAt } = seen.one;
    if (seen.fails) return seen.unrefreshed ? [] : look(seen, true, seen.onsetMs);
    const wasRead = seen.answered && lastProbedAt?.getTime() === lastChecked.getTime();
    return wasRead ? look(seen, false, lastChecked.getTime()) : [];
  });
  return [all, token, api];
}

/**
 * A client id that is refused is nobody's but ours: no customer's grant can cause it, and while it lasts few grants are
 * tried. A minute of it without one refresh shows it, of however few grants. One refusal alone may be a slip.
 *
 * @see RFC 6749 §5.2, invalid_client
 */
function rejections(judged: readonly Judged[], { onsetFromMs }: Window): Look[] {
  const refused = judged.filter(
    ({ one, onsetMs }) => one.cause === "client_rejected" && onsetMs > onsetFromMs,
  );
  const startedMs = Math.min(...refused.map(({ onsetMs }) => onsetMs));
  const lastMs = Math.max(...refused.map(({ one }) => one.lastChecked.getTime()));
  const refreshedSince = judged.some(({ one }) => one.issuedAt.getTime() > startedMs);
  if (lastMs - startedMs < REJECTED_MS || refreshedSince) return [];
  return refused.map(({ one, onsetMs }) => ({ grantId: one.grantId, isBad: true, atMs: onsetMs }));
}

/** The failures of the longest time back from now in which no more grants did well than failed; none when too few did. */
function runOf(looks: readonly Look[], { onsetFromMs, able }: Window): Look[] {
  const needed = Math.min(able, ENOUGH);
  const failures: Look[] = [];
  let [goods, length] = [0, 0];
  for (const look of newestFirst(oneEach(looks.filter(({ isBad, atMs }) => !isBad || atMs > onsetFromMs)))) {
    if (look.isBad) failures.push(look);
    else goods++;
    if (look.isBad && failures.length >= needed && failures.length >= goods) length = failures.length;
  }
  return failures.slice(0, length);
}

/** A grant that serves many companies counts once: since when it fails, and when it last did well. */
function oneEach(looks: readonly Look[]): Look[] {
  const byGrant = new Map<string, Look>();
  for (const look of looks) {
    const key = `${look.grantId} ${look.isBad}`;
    const known = byGrant.get(key);
    if (!known || (look.isBad ? look.atMs < known.atMs : look.atMs > known.atMs)) byGrant.set(key, look);
  }
  return [...byGrant.values()];
}

/** At one moment, successes count before failures. */
const newestFirst = (looks: Look[]) =>
  looks.sort((a, b) => b.atMs - a.atMs || Number(a.isBad) - Number(b.isBad));

/** The commonest cause, in the words of its first failure that the provider gave a reference for. */
function firstOfCommonest(
  failures: readonly Judged[],
): Pick<Evidence, "cause" | "message" | "providerRef"> | undefined {
  const told = failures.map(({ one, fails, onsetMs }) => ({
    cause: (fails ? one.cause : one.lastErrorCode) as ErrorCode,
    message: (fails ? one.message : one.lastErrorMessage) ?? "",
    providerRef: fails ? one.providerRef : one.lastErrorRef,
    onsetMs,
  }));
  const counts = new Map<ErrorCode, number>();
  for (const { cause } of told) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  const [commonest] = [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  const [first] = told
    .filter(({ cause }) => cause === commonest?.[0])
    .sort((a, b) => Number(a.providerRef === null) - Number(b.providerRef === null) || a.onsetMs - b.onsetMs);
  return first && { cause: first.cause, message: first.message, providerRef: first.providerRef };
}
