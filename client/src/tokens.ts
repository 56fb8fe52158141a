import type { Clock } from "./clock.js";
import { isOutage, UnreadableAnswerError } from "./errors.js";
import { CONFIRMED_FOR_MS, type HeldToken, heldToken, LAST_MINUTE_MS } from "./held-token.js";
import { RejectedTooSoonError, TokenRejectedAgainError } from "./problems.js";
import type { ApiRequest, Requests } from "./requests.js";
import { isTokenAnswer, type Token } from "./token.js";

export type Provider = "qbo" | "xero" | (string & {});

export interface GetOptions {
  /** The token is to live this long, as far as the provider's tokens do; an hour at most. */
  minTtlSeconds?: number;
  /** Ends this caller's wait. */
  signal?: AbortSignal;
}

const MAX_HELD = 10_000;
/** Between two questions for the sake of a token that will do. */
const ASK_AGAIN_MS = 5_000;
/** How long a caller who could have the held token waits for a word on it. */
const WORD_MS = 5_000;

/** One request under way for a connection. */
interface Flight {
  readonly landed: Promise<HeldToken>;
  readonly minTtlMs: number;
  /** The generation that it reports. */
  readonly rejects: number | undefined;
}

/** Tokens of all connections, asked for no more often than need be. */
export class Tokens {
  readonly #requests: Requests;
  readonly #clock: Clock;
  readonly #held = new Map<string, HeldToken>();
  readonly #flights = new Map<string, Flight>();

  constructor(requests: Requests, clock: Clock) {
    this.#requests = requests;
    this.#clock = clock;
  }

  /**
   * A token that is good now. It comes out of memory until `refresh_after`, for five minutes at most; then Countersign is
   * asked whether it is still the one, and while Countersign can't be reached it will do until its last minute.
   *
   * @throws {CountersignError} A {@link Failure}; the signal's reason when it was aborted.
   */
  async get(
    company: string,
    provider: Provider,
    { minTtlSeconds = 0, signal }: GetOptions = {},
  ): Promise<Token> {
    signal?.throwIfAborted();
    return abortable(this.#get(pathOf(company, provider), minTtlSeconds * 1_000), signal);
  }

  /**
   * Says that the provider answered 401 to a token. It is refreshed once, however many say so.
   *
   * @param rejected The token, or its generation.
   * @returns The newer token.
   * @throws {CountersignError} `rejected_too_soon` or `token_rejected_again` among others.
   */
  async reject(
    company: string,
    provider: Provider,
    rejected: Token | number,
    { signal }: Pick<GetOptions, "signal"> = {},
  ): Promise<Token> {
    signal?.throwIfAborted();
    const generation = typeof rejected === "number" ? rejected : rejected.generation;
    return abortable(this.#reject(pathOf(company, provider), generation), signal);
  }

  async #get(path: string, minTtlMs: number): Promise<Token> {
    const report = this.#flights.get(path);
    if (report?.rejects !== undefined) await report.landed.catch(() => {});
    const held = this.#held.get(path);
    if (!held) return (await this.#obtain(path, minTtlMs)).token;
    if (!this.#lives(held, minTtlMs)) return this.#orHeld(held, this.#obtain(path, minTtlMs));
    const nowMs = this.#clock.nowMs();
    const isConfirmed = nowMs - held.confirmedAtMs < CONFIRMED_FOR_MS;
    if ((isConfirmed && nowMs < held.refreshAtMs) || nowMs < held.askAgainAtMs) return held.token;
    const word = this.#obtain(path, 0);
    if (!isConfirmed) return this.#orHeld(held, word, WORD_MS);
    word.catch(() => {}); // what it means for the token that is held, it has seen to itself
    return held.token;
  }

  async #reject(path: string, rejects: number): Promise<Token> {
    for (;;) {
      const held = this.#held.get(path);
      if (held && held.token.generation > rejects && this.#lives(held)) return held.token;
      const flight = this.#flights.get(path);
      if (!flight) return (await this.#begin(path, { minTtlMs: 0, rejects })).token;
      if (flight.rejects === rejects) return (await flight.landed).token;
      await flight.landed.catch(() => {});
    }
  }

  /** What a request brings, or the token that is held while nothing is known against it. */
  async #orHeld(
    held: HeldToken,
    asked: Promise<HeldToken>,
    patienceMs = Number.POSITIVE_INFINITY,
  ): Promise<Token> {
    const done = new AbortController();
    try {
      const late = this.#clock.wait(patienceMs, done.signal).then(() => this.#letBe(held));
      const first = patienceMs < Number.POSITIVE_INFINITY ? [asked, late] : [asked];
      return (await Promise.race(first)).token;
    } catch (error) {
      if (isOutage(error) && this.#lives(held)) return held.token;
      throw error;
    } finally {
      done.abort();
    }
  }

  /** One request a connection at a time; whom its answer serves need not ask. */
  async #obtain(path: string, minTtlMs: number): Promise<HeldToken> {
    for (;;) {
      const flight = this.#flights.get(path);
      if (!flight) return this.#begin(path, { minTtlMs, rejects: undefined });
      if (flight.rejects === undefined && flight.minTtlMs >= minTtlMs) return flight.landed;
      const landed = await flight.landed.catch(() => undefined);
      if (landed && this.#lives(landed, minTtlMs)) return landed;
    }
  }

  #begin(path: string, asked: Pick<Flight, "minTtlMs" | "rejects">): Promise<HeldToken> {
    const landed = this.#ask(path, asked)
      .catch((error: unknown) => this.#judge(path, error))
      .finally(() => this.#flights.delete(path));
    this.#flights.set(path, { ...asked, landed });
    return landed;
  }

  async #ask(path: string, { minTtlMs, rejects }: Pick<Flight, "minTtlMs" | "rejects">): Promise<HeldToken> {
    const held = this.#held.get(path);
    const { status, body, sentAtMs } = await this.#requests.send(
      requestOf(path, { minTtlMs, rejects, held }),
    );
    const askAgainAtMs = this.#clock.nowMs() + ASK_AGAIN_MS;
    if (held && status === 304) {
      held.confirmedAtMs = sentAtMs;
      held.askAgainAtMs = askAgainAtMs;
      return held;
    }
    if (!isTokenAnswer(body)) throw new UnreadableAnswerError(status);
    const isOlder = held !== undefined && body.generation < held.token.generation;
    if (isOlder && this.#lives(held)) return held; // an answer from before what we know
    const newer = heldToken(body, sentAtMs);
    newer.askAgainAtMs = newer.refreshAtMs <= askAgainAtMs ? askAgainAtMs : 0;
    this.#hold(path, newer);
    return newer;
  }

  /** What a failure means for the token that is held. */
  #judge(path: string, error: unknown): never {
    const held = this.#held.get(path);
    const isGood =
      isOutage(error) || error instanceof RejectedTooSoonError || error instanceof TokenRejectedAgainError;
    if (!isGood) this.#held.delete(path);
    else if (held) this.#letBe(held);
    throw error;
  }

  /** The token as it is, without a question for a moment. */
  #letBe(held: HeldToken): HeldToken {
    held.askAgainAtMs = this.#clock.nowMs() + ASK_AGAIN_MS;
    return held;
  }

  #hold(path: string, held: HeldToken): void {
    this.#held.delete(path);
    this.#held.set(path, held);
    if (this.#held.size <= MAX_HELD) return;
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  #lives({ endsAtMs }: HeldToken, forMs = 0): boolean {
    return endsAtMs - this.#clock.nowMs() >= Math.max(forMs, LAST_MINUTE_MS);
  }
}

function pathOf(company: string, provider: Provider): string {
  return `/v1/companies/${encodeURIComponent(company)}/${encodeURIComponent(provider)}/token`;
}

function requestOf(
  path: string,
  { minTtlMs, rejects, held }: Pick<Flight, "minTtlMs" | "rejects"> & { held: HeldToken | undefined },
): ApiRequest {
  if (rejects !== undefined) return { method: "POST", path, json: { rejected_generation: rejects } };
  if (minTtlMs > 0) return { method: "POST", path, json: { min_ttl_seconds: Math.ceil(minTtlMs / 1_000) } };
  if (!held) return { method: "POST", path };
  return { method: "GET", path, headers: { "if-none-match": `"g${held.token.generation}"` } };
}

/** A wait that a caller may leave; the work goes on for the others. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
