import type { TokenSet } from "../grants/token-set";

/** A token with less life than this is not handed out if a newer one can be had: the caller's call must still fit. */
export const HARD_WINDOW_MS = 60_000;
export const SOFT_WINDOW_MAX_MS = 600_000;

/** From here on a token is refreshed behind its callers: a third of its life before the end, ten minutes at most. */
export function softWindowStartMs({
  issuedAtMs,
  accessExpiresAtMs,
}: Pick<TokenSet, "issuedAtMs" | "accessExpiresAtMs">): number {
  const softWindowMs = Math.min((accessExpiresAtMs - issuedAtMs) / 3, SOFT_WINDOW_MAX_MS);
  return accessExpiresAtMs - Math.max(softWindowMs, HARD_WINDOW_MS);
}

/**
 * How much life a caller may insist on, given how long the provider lets its tokens live. What no refresh brings is not
 * asked of it again and again: then a token will do that is no older than its soft window is long.
 */
export function attainableLifeMs(
  askedMs: number,
  tokenSet: Pick<TokenSet, "issuedAtMs" | "accessExpiresAtMs">,
): number {
  const { issuedAtMs, accessExpiresAtMs } = tokenSet;
  const isAttainable = askedMs <= accessExpiresAtMs - issuedAtMs - HARD_WINDOW_MS;
  return isAttainable ? askedMs : softWindowStartMs(tokenSet) - issuedAtMs;
}

/** The same of `"Grant" g`, as SQL; a test holds the two together. */
export const SOFT_WINDOW_START_SQL = `g."accessExpiresAt" - GREATEST(
  LEAST((g."accessExpiresAt" - g."issuedAt") / 3, interval '${SOFT_WINDOW_MAX_MS} milliseconds'),
  interval '${HARD_WINDOW_MS} milliseconds')`;
