import type { Confirmation, HandedToken } from "./vended-token";

/** A token that may be handed out without asking anyone, until its soft window begins. */
export interface CachedToken {
  readonly token: HandedToken;
  /** For a caller who holds it already. */
  readonly confirmation: Confirmation;
  readonly grantId: string;
  /** Epoch milliseconds; the first vend from here on is noted as one of the grant's. */
  noteAgainAtMs: number;
}

const MAX_TOKENS = 100_000;
const MAX_REMEMBERED_CHANGES = 10_000;

/**
 * Tokens of this process, kept true by the notifications of the database. It is off, and empty, whenever those
 * can't be heard.
 */
export class VendCache {
  readonly #tokens = new Map<string, Map<string, CachedToken>>();
  readonly #holders = new Map<string, Map<string, string>>();
  readonly #readings = new Map<string, { since: number; reading: Promise<unknown> }>();
  /** Grants that changed lately, by the number of the change. */
  readonly #changes = new Map<string, number>();
  #changeCount = 0;
  #oldestRemembered = 0;
  #size = 0;
  #on = false;

  get size(): number {
    return this.#size;
  }

  get(connectionType: string, companyId: string, nowMs: number): CachedToken | undefined {
    const cached = this.#tokens.get(connectionType)?.get(companyId);
    return cached !== undefined && nowMs < cached.token.refreshAfterMs ? cached : undefined;
  }

  /** Take this before reading the database, and hand it to `put` with what was read. */
  mark(): number {
    return this.#changeCount;
  }

  /**
   * Lets everyone who asks for a connection while it is being read have that reading, unless something changed since
   * it began: a crowd behind an expired token is one query, and nobody gets what ended before they asked.
   */
  share<Reading>(connectionType: string, companyId: string, read: () => Promise<Reading>): Promise<Reading> {
    if (!this.#on) return read();
    const key = `${connectionType} ${companyId}`;
    const underWay = this.#readings.get(key);
    if (underWay?.since === this.#changeCount) return underWay.reading as Promise<Reading>;
    const begun = { since: this.#changeCount, reading: read() };
    this.#readings.set(key, begun);
    const end = () => {
      if (this.#readings.get(key) === begun) this.#readings.delete(key);
    };
    begun.reading.then(end, end);
    return begun.reading;
  }

  /** Keeps a token, unless its grant changed since `mark`, so that no late reader revives what is gone. */
  put(connectionType: string, companyId: string, token: CachedToken, mark: number): void {
    if (!this.#on || mark < this.#oldestRemembered || (this.#changes.get(token.grantId) ?? 0) > mark) return;
    if (this.#size >= MAX_TOKENS) this.#clear();
    const companies = this.#tokens.get(connectionType) ?? new Map<string, CachedToken>();
    this.#tokens.set(connectionType, companies);
    if (!companies.has(companyId)) this.#size++;
    companies.set(companyId, token);
    const holders = this.#holders.get(token.grantId) ?? new Map<string, string>();
    this.#holders.set(token.grantId, holders.set(companyId, connectionType));
  }

  /** Forgets every token of a grant. */
  forget(grantId: string): void {
    if (this.#changes.size >= MAX_REMEMBERED_CHANGES) {
      this.#changes.clear();
      this.#oldestRemembered = this.#changeCount + 1;
    }
    this.#changes.set(grantId, ++this.#changeCount);
    for (const [companyId, connectionType] of this.#holders.get(grantId) ?? []) {
      if (this.#tokens.get(connectionType)?.delete(companyId)) this.#size--;
    }
    this.#holders.delete(grantId);
  }

  turnOn(): void {
    this.#on = true;
  }

  turnOff(): void {
    this.#on = false;
    this.#changes.clear();
    this.#oldestRemembered = ++this.#changeCount;
    this.#clear();
  }

  #clear(): void {
    this.#tokens.clear();
    this.#holders.clear();
    this.#size = 0;
  }
}
