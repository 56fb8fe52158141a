/** Puts the calls made through one handed-out client on record: one row each, when it has ended. */
export interface ApiCalls {
  /** @throws {CountersignError} `audit_unavailable`: a call begun now would leave no row. */
  requireRecord(): void;
  /** To be awaited before a call reads its token: one that was refused is being replaced. Never rejects. */
  ready(): Promise<void>;
  /**
   * Goes before a call; its row has room from here on.
   *
   * @throws {CountersignError} `audit_unavailable`: the call must not start.
   */
  begin(method: string, url: string): ApiCall;
}

/** A call under way. The first of the two ends it; neither throws, because the caller must get its answer. */
export interface ApiCall {
  answered(status: number, headers: Readonly<Record<string, unknown>>): void;
  /** @param cause An error or what is known of it; only its code is recorded, its text may quote the request. */
  unanswered(cause: unknown): void;
}
