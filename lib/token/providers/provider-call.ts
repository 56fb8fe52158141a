import type { CountersignError } from "@/lib/errors";
import { ProviderRateLimitedError, ProviderUnavailableError } from "../errors";
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

const MAX_BODY_CHARACTERS = 1_000_000;

/** What one call may ask for beside its request. */
interface CallLimits {
  maxBodyCharacters?: number;
}

/**
 * Sends one request and reads the whole answer within one deadline.
 *
 * @throws {ProviderUnavailableError} No complete answer within `callTimeoutMs`; the provider may have acted.
 */
export async function callProvider(
  deps: ProviderDeps,
  { displayName, referenceHeader }: Pick<ProviderFacts, "displayName" | "referenceHeader">,
  url: string | URL,
  { maxBodyCharacters = MAX_BODY_CHARACTERS, ...init }: RequestInit & CallLimits,
): Promise<ProviderAnswer> {
  const sentAtMs = deps.clock.nowMs();
  try {
    const response = await deps.fetch(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(deps.callTimeoutMs),
    });
    const text = (await response.text()).slice(0, maxBodyCharacters);
    const providerRef = response.headers.get(referenceHeader)?.slice(0, 200) || undefined;
    return { status: response.status, headers: response.headers, text, providerRef, sentAtMs };
  } catch (cause) {
    const why =
      cause instanceof Error && cause.name === "TimeoutError" ? "did not answer in time" : "broke off";
    throw new ProviderUnavailableError(`${displayName} ${why}.`, { cause: withoutRequest(cause) });
  }
}

/**
 * The failure that a non-2xx answer stands for, when the caller knows nothing more specific of it.
 *
 * @param nowMs To turn a Retry-After date into a duration; RFC 9110 §10.2.3.
 */
export function failureOf(provider: string, answer: ProviderAnswer, nowMs: number): CountersignError {
  const details = { ...detailsOf(answer), retryAfterMs: retryAfterMs(answer.headers, nowMs) };
  if (answer.status === 429) {
    return new ProviderRateLimitedError(`${provider} asked us to slow down (429).`, details);
  }
  return new ProviderUnavailableError(`${provider} answered ${answer.status}.`, details);
}

/** What every error about an answer carries of it. */
export function detailsOf(answer: ProviderAnswer) {
  return { providerRef: answer.providerRef, providerStatus: answer.status };
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

function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after");
  if (!value) return undefined;
  const seconds = Number(value);
  const delayMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - nowMs;
  return Number.isFinite(delayMs) && delayMs > 0 ? delayMs : undefined;
}

/** Keeps the reason of a failed fetch and drops whatever request it drags along. */
function withoutRequest(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error("unknown network failure");
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return new Error(`${cause.name}: ${cause.message}${inner}`);
}
