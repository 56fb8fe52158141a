import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import type { StoredGrant } from "../grants/grants";
import type { Provider } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import { failureOnRecord } from "../refresh/refresh-failure";
import type { FreshTokenSet } from "../refresh/rotation";
import { refreshNow } from "./refresh-now";
import { HARD_WINDOW_MS } from "./soft-window";

/** How long a provider may take until all of its servers know a new token. */
const BIRTH_MS = 10_000;

/**
 * Replaces the current token set of a grant, because the provider is said to refuse its access token. However many
 * callers of however many processes say so, one refresh comes of it, and none for what such a refresh brought.
 *
 * @throws {CountersignError} `rejected_too_soon`, `token_rejected_again`, or what a refresh throws.
 */
export async function replaceRejected(
  deps: TokenDeps,
  refresher: Refresher,
  { displayName, consentedBy }: Provider,
  grant: StoredGrant,
  patienceMs: number | undefined,
): Promise<FreshTokenSet> {
  const nowMs = deps.clock.nowMs();
  if (grant.retryAfter !== null && grant.retryAfter.getTime() > nowMs) throw failureOnRecord(grant, nowMs);
  // Near its end a token may be refused, and is replaced anyway.
  if (grant.accessExpiresAt.getTime() - nowMs <= HARD_WINDOW_MS)
    return refreshNow(deps, refresher, grant, { patienceMs });
  const ageMs = nowMs - grant.issuedAt.getTime();
  if (ageMs < BIRTH_MS) {
    const nextStep = `Use it again in ${Math.ceil((BIRTH_MS - ageMs) / 1_000)} seconds, and report it if it is refused then.`;
    const message = `This token was given only a moment ago, and ${displayName} may not know it everywhere yet.`;
    throw new CountersignError("rejected_too_soon", message, { retryAfterMs: BIRTH_MS - ageMs, nextStep });
  }
  if (grant.forcedGeneration === grant.generation) {
    const message = `${displayName} refuses the token that replaced a refused one: another would fare no better.`;
    const nextStep = `Check the connection on its page. If ${displayName} refuses that too, ${consentedBy} must reconnect.`;
    throw new CountersignError("token_rejected_again", message, { nextStep });
  }
  return refreshNow(deps, refresher, grant, { forced: true, patienceMs });
}
