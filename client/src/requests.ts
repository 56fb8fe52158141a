import type { Clock } from "./clock.js";
import { failureOf, UnreachableError } from "./errors.js";

const TRIES = 3;
/** Longer than Countersign lets a caller wait for a refresh. */
const TRY_MS = 30_000;
const MAX_RETRY_AFTER_MS = 20_000;
const BACK_OFF = { firstMs: 250, maxMs: 5_000 };
const RETRIED = new Set([429, 503, 504]);

export interface ApiRequest {
  method: "GET" | "POST";
  /** Begins with `/v1/`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  signal?: AbortSignal | undefined;
}

export interface ApiAnswer {
  /** 2xx or 304. */
  status: number;
  headers: Headers;
  body: unknown;
  /** When the try that was answered began, on the client's clock. */
  sentAtMs: number;
}

interface RequestsOptions {
  url: string;
  key: string;
  fetch: typeof fetch;
  clock: Clock;
}

/** Requests of one key, repeated where that is safe and worthwhile: all of them may be sent twice. */
export class Requests {
  readonly #options: RequestsOptions;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** @throws {CountersignError} Any but a success; the signal's reason when it was aborted. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const { clock } = this.#options;
    for (let tries = 1; ; tries++) {
      request.signal?.throwIfAborted();
      const tried = await this.#try(request);
      if ("answer" in tried) return tried.answer;
      const waitMs = waitOf(tried, tries);
      if (waitMs === undefined) throw tried.failure;
      await clock.wait(waitMs, request.signal);
    }
  }

  async #try(request: ApiRequest): Promise<{ answer: ApiAnswer } | Failed> {
    const { url, key, clock, fetch } = this.#options;
    const { method, path, json, signal } = request;
    const sentAtMs = clock.nowMs();
    const ended = new AbortController();
    const call = new AbortController();
    const abort = () => call.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    void clock.wait(TRY_MS, ended.signal).then(() => {
      if (!ended.signal.aborted) call.abort(new Error("No answer came in time."));
    });
    try {
      const headers = {
        accept: "application/json",
        authorization: `Bearer ${key}`,
        ...(json !== undefined && { "content-type": "application/json" }),
        ...request.headers,
      };
      const init: RequestInit = { method, headers, redirect: "manual", signal: call.signal };
      if (json !== undefined) init.body = JSON.stringify(json);
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      const { status } = response;
      if (status === 304 || (response.ok && isJson(text))) {
        const body: unknown = status === 304 ? undefined : JSON.parse(text);
        return { answer: { status, headers: response.headers, body, sentAtMs } };
      }
      const failure = failureOf(status, isJson(text) ? JSON.parse(text) : undefined);
      return { failure, isRetried: RETRIED.has(status), retryAfterMs: retryAfterOf(response.headers) };
    } catch (cause) {
      signal?.throwIfAborted();
      const failure = new UnreachableError("Countersign could not be reached.", { cause });
      return { failure, isRetried: true, retryAfterMs: 0 };
    } finally {
      ended.abort();
      signal?.removeEventListener("abort", abort);
    }
  }
}

interface Failed {
  failure: Error;
  isRetried: boolean;
  retryAfterMs: number;
}

/** @returns Undefined when nothing is tried again. */
function waitOf({ isRetried, retryAfterMs }: Failed, tries: number): number | undefined {
  if (!isRetried || tries >= TRIES || retryAfterMs > MAX_RETRY_AFTER_MS) return undefined;
  return retryAfterMs + Math.random() * Math.min(BACK_OFF.maxMs, BACK_OFF.firstMs * 2 ** (tries - 1));
}

/** RFC 9110 §10.2.3: seconds, or a time that the answer's own date gives a meaning to. */
function retryAfterOf(headers: Headers): number {
  const value = headers.get("retry-after");
  if (value === null) return 0;
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return ms > 0 ? ms : 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
