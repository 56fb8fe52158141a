import { Token, type TokenAnswer } from "./token.js";

/** How long a token is given without asking: so long may a disconnect go unseen. */
export const CONFIRMED_FOR_MS = 5 * 60_000;
/** A token with less life is not given: the caller's call must still fit. */
export const LAST_MINUTE_MS = 60_000;

/** A token that is kept. Times are of the client's own clock, whatever Countersign's says. */
export interface HeldToken {
  readonly token: Token;
  readonly endsAtMs: number;
  /** From here on a newer one can be had. */
  readonly refreshAtMs: number;
  /** When Countersign last said that it is the one. */
  confirmedAtMs: number;
  /** Before this time Countersign is not asked again for the sake of a token that will do. */
  askAgainAtMs: number;
}

/** @param sentAtMs When it was asked for: it is younger than that, so it lives at least as long. */
export function heldToken(answer: TokenAnswer, sentAtMs: number): HeldToken {
  const endsAtMs = sentAtMs + answer.expires_in * 1_000;
  const windowMs = Date.parse(answer.expires_at) - Date.parse(answer.refresh_after);
  const token = new Token(answer);
  return { token, endsAtMs, refreshAtMs: endsAtMs - windowMs, confirmedAtMs: sentAtMs, askAgainAtMs: 0 };
}
