import type { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { boundedText } from "@/lib/text/bounded-text";
import { ProviderRateLimitedError, ProviderUnavailableError } from "../errors";
import { retryAfterMs } from "./lifetimes";
import type { ProviderDeps, ProviderFacts } from "./provider";

/** One answered HTTP exchange with a provider, its body read whole. */
export interface ProviderAnswer {
  status: number;
  headers: Headers;
  text: string;
  providerRef?: string | undefined;
  /** On our clock; lifetimes in the answer count from here. */
  sentAtMs: number;
}

const MAX_BODY_BYTES = 1_000_000;
const MAX_REFERENCE = 200;

/**
 * Sends one request and reads the whole answer within one deadline.
 *
 * @param maxBytes Of the body; a longer one is left unread.
 * @throws {ProviderUnavailableError} No complete answer within `callTimeoutMs`; the provider may have acted.
 */
export async function callProvider(
  deps: ProviderDeps,
  { displayName, referenceHeader }: Pick<ProviderFacts, "displayName" | "referenceHeader">,
  url: string | URL,
  init: RequestInit,
  maxBytes = MAX_BODY_BYTES,
): Promise<ProviderAnswer> {
  const sentAtMs = deps.clock.nowMs();
  try {
    const response = await deps.fetch(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(deps.callTimeoutMs),
    });
    const { status, headers } = response;
    const reference = foreignText(headers.get(referenceHeader) ?? "", MAX_REFERENCE).trim();
    const answer = { status, headers, text: "", providerRef: reference || undefined, sentAtMs };
    const text = await boundedText(response, maxBytes);
    if (text !== undefined) return { ...answer, text };
    const message = `${displayName} answered with more than ${maxBytes.toLocaleString("en")} bytes.`;
    throw new ProviderUnavailableError(message, detailsOf(answer));
  } catch (cause) {
    if (cause instanceof ProviderUnavailableError) throw cause;
    const why =
      cause instanceof Error && cause.name === "TimeoutError" ? "did not answer in time" : "broke off";
    throw new ProviderUnavailableError(`${displayName} ${why}.`, { cause: withoutRequest(cause) });
  }
}

/**
 * The failure that an answer's status stands for, when its error code has no meaning for the caller or there is none.
 *
 * @param nowMs To turn a Retry-After date into a duration.
 * @param code Shown as it came.
 */
export function failureOf(
  provider: string,
  answer: ProviderAnswer,
  nowMs: number,
  code?: string,
): CountersignError {
  const details = patientDetailsOf(answer, nowMs);
  if (answer.status === 429) {
    return new ProviderRateLimitedError(`${provider} asked us to slow down (429).`, details);
  }
  const reason = code === undefined ? "" : ` It gave "${code}" as the reason.`;
  return new ProviderUnavailableError(`${provider} answered ${answer.status}.${reason}`, details);
}

/** What every error about an answer carries of it. */
export function detailsOf(answer: ProviderAnswer) {
  return { providerRef: answer.providerRef, providerStatus: answer.status };
}

/** The same, and for how long the provider asks us to stay away. */
export function patientDetailsOf(answer: ProviderAnswer, nowMs: number) {
  return { ...detailsOf(answer), retryAfterMs: retryAfterMs(answer.headers.get("retry-after"), nowMs) };
}

/** The body as an object, or undefined when it is anything else (an HTML error page, say). */
export function jsonOf(answer: ProviderAnswer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the reason of a failed fetch and drops whatever request it drags along. */
function withoutRequest(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error("unknown network failure");
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return new Error(`${cause.name}: ${cause.message}${inner}`);
}
