import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { ProviderUnavailableError } from "../errors";
import type { TokenSet } from "../grants/token-set";
import { believedLifetimes, type DocumentedLifetimes } from "./lifetimes";
import type { TokenAnswer } from "./provider";
import { detailsOf, jsonOf, type ProviderAnswer } from "./provider-call";

/** What reading a token answer needs to know of its provider. */
export interface TokenAnswerOptions {
  displayName: string;
  scope: string;
  lifetimes: DocumentedLifetimes;
}

const MAX_SCOPE = 5_000;

/**
 * Reads a token answer as leniently as safety allows: a rotated refresh token must never be dropped because a lesser
 * field is missing, and what is kept of the rest is bounded. Exchange and refresh read alike.
 *
 * @param current The token set that was refreshed; undefined at a code exchange, which must bring both tokens.
 * @returns Undefined when the answer holds no token set.
 */
export function tokenAnswerOf(
  answer: ProviderAnswer,
  options: TokenAnswerOptions,
  current?: TokenSet,
): TokenAnswer | undefined {
  const { lifetimes } = options;
  const body = jsonOf(answer) ?? {};
  const accessToken = tokenOf(body.access_token);
  const given = tokenOf(body.refresh_token);
  const refreshToken = given ?? current?.refreshToken;
  if (!refreshToken || (current ? !accessToken && !given : !accessToken)) return undefined;
  const { sentAtMs, providerRef } = answer;
  const after = (seconds: number) => sentAtMs + Math.floor(seconds) * 1_000;
  const { accessSeconds, refreshSeconds, hardSeconds, doubted } = believedLifetimes(body, lifetimes);
  const scope = typeof body.scope === "string" ? foreignText(body.scope, MAX_SCOPE).trim() : "";
  const tokenSet = {
    accessToken: accessToken ?? "",
    refreshToken,
    scope: scope || current?.scope || options.scope,
    issuedAtMs: sentAtMs,
    accessExpiresAtMs: accessToken ? after(accessSeconds ?? lifetimes.accessSeconds) : sentAtMs,
    refreshExpiresAtMs: after(refreshSeconds ?? lifetimes.refreshSeconds),
    hardExpiresAtMs: hardSeconds === undefined ? (current?.hardExpiresAtMs ?? null) : after(hardSeconds),
  };
  return { tokenSet, providerRef, doubted };
}

/** The failure of an answer that means success and holds no token set. */
export function withoutTokenSet(
  answer: ProviderAnswer,
  { displayName, scope }: TokenAnswerOptions,
): CountersignError {
  const details = detailsOf(answer);
  const body = jsonOf(answer) ?? {};
  const lacksRefresh = tokenOf(body.access_token) !== undefined && tokenOf(body.refresh_token) === undefined;
  if (lacksRefresh && scope.split(" ").includes("offline_access")) {
    const message = `${displayName} gave no refresh token: our app was not granted the scope offline_access there.`;
    return new CountersignError("misconfigured", message, details);
  }
  const lacks = lacksRefresh ? "refresh token" : "token set";
  return new ProviderUnavailableError(
    `${displayName} answered ${answer.status} without a ${lacks}.`,
    details,
  );
}

/** The id_token that came along, if any did. */
export function idTokenOf(answer: ProviderAnswer): string | undefined {
  return tokenOf(jsonOf(answer)?.id_token);
}

/** A token as it can be sent back: visible ASCII, without the white space that may surround it. @see RFC 6749 A.12 */
function tokenOf(value: unknown): string | undefined {
  const token = typeof value === "string" ? value.trim() : "";
  return /^[\x20-\x7e]+$/.test(token) ? token : undefined;
}
