import type { StoredKey } from "./stored-key";

/** For how long a verified key is good without another look. */
const KEEP_MS = 30_000;
const MAX_KEYS = 10_000;
/** How old a reading may be that somebody joins: it may have begun before a change that nobody hears of. */
const JOIN_MS = 500;

interface Reading<Read> {
  since: number;
  begunAtMs: number;
  result: Promise<Read>;
}

/**
 * Verified keys of this process, kept true by the notifications of the database. It is off, and empty, whenever those
 * can't be heard.
 */
export class KeyCache<Read> {
  readonly #keys = new Map<string, { stored: StoredKey; untilMs: number }>();
  readonly #readings = new Map<string, Reading<Read>>();
  #changes = 0;
  #on = false;

  get(id: string, nowMs: number): StoredKey | undefined {
    const kept = this.#keys.get(id);
    return kept !== undefined && nowMs < kept.untilMs ? kept.stored : undefined;
  }

  /** Take this before reading the database, and hand it to `put` with what was read. */
  mark(): number {
    return this.#changes;
  }

  /** A reading of this key that is under way and true to the last change. */
  underWay(id: string): Promise<Read> | undefined {
    const reading = this.#readings.get(id);
    const isFresh = reading?.since === this.#changes && performance.now() - reading.begunAtMs < JOIN_MS;
    return isFresh ? reading.result : undefined;
  }

  /** Begins a reading that those who come meanwhile may join. */
  read(id: string, query: () => Promise<Read>): Promise<Read> {
    const begun = { since: this.#changes, begunAtMs: performance.now(), result: query() };
    this.#readings.set(id, begun);
    const end = () => {
      if (this.#readings.get(id) === begun) this.#readings.delete(id);
    };
    begun.result.then(end, end);
    return begun.result;
  }

  /** Keeps a key, unless any changed since `mark`, so that no late reader revives what is gone. */
  put(id: string, stored: StoredKey, mark: number, nowMs: number): void {
    if (!this.#on || mark !== this.#changes) return;
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(id, { stored, untilMs: nowMs + KEEP_MS });
  }

  forget(id: string): void {
    this.#changes += 1;
    this.#keys.delete(id);
  }

  turnOn(): void {
    this.#on = true;
  }

  turnOff(): void {
    this.#on = false;
    this.#changes += 1;
    this.#keys.clear();
  }
}
