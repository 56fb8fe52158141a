import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { type RequestContext, requestContext } from "@/lib/request-context";
import { backOff } from "@/lib/time/back-off";
import { AUDIT_COLUMNS, type AuditEntry } from "./audit-columns";
import { Batch } from "./batch";
import { copyIn } from "./copy-in";

export interface AuditBuffer {
  /**
   * Takes a row; its request context is captured now. The entry must not be changed afterwards.
   *
   * @throws {CountersignError} `audit_unavailable` when the buffer is full or its rows can't be written: what the
   *   row stands for must not happen.
   */
  record(entry: AuditEntry): void;
  /**
   * Keeps room for one row whose content is known only after the fact: what happened can then be recorded even
   * while further rows are refused. The request context is captured now.
   *
   * @throws {CountersignError} `audit_unavailable`, as `record` does: what the row would stand for must not happen.
   */
  reserve(): ReservedRow;
  /** Resolves when every row taken before the call is committed; rejects with `audit_unavailable` when it can't be. */
  flushed(): Promise<void>;
  /** Rows taken and not yet committed, and how long the oldest of them has waited. */
  backlog(): { rows: number; oldestMs: number };
  /**
   * Refuses further rows and writes what is left. Rejects with `audit_unavailable` after `stalledAfterMs` without
   * progress; the buffer goes on trying, and a second call waits again.
   */
  close(): Promise<void>;
}

/** Room for one row: filled or given up, once. */
interface ReservedRow {
  /** @throws {CountersignError} `audit_unavailable` when the buffer was closed meanwhile. */
  record(entry: AuditEntry): void;
  giveUp(): void;
}

interface AuditBufferOptions {
  database: Database;
  /** Told of every failed attempt to write; the rows are kept and tried again. */
  onError?: (error: Error) => void;
  /** Rows held at most, those being written included. */
  maxRows?: number;
  /** Longest wait before a row is sent. */
  intervalMs?: number;
  /** How long rows may wait for a commit before further ones are refused. */
  stalledAfterMs?: number;
}

/** Audit rows for the busy paths: taken in memory, committed in groups, each exactly once. */
export function createAuditBuffer(options: AuditBufferOptions): AuditBuffer {
  return new GroupCommit(options);
}

const COPY = `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`;
const BATCH_ROWS = 5_000;
const RETRY = { firstMs: 50, maxMs: 1_000 };
const YEAR_10000_MS = Date.UTC(10_000, 0);

class GroupCommit implements AuditBuffer {
  private readonly database: Database;
  private readonly onError: (error: Error) => void;
  private readonly maxRows: number;
  private readonly intervalMs: number;
  private readonly stalledAfterMs: number;
  private open = new Batch();
  private readonly sealed: Batch[] = [];
  /** Rows since the start; batches commit in order, so each says which rows are meant. */
  private taken = 0;
  private committed = 0;
  private reserved = 0;
  private writing = false;
  private closed = false;
  /** Why no row is taken, while none is. */
  private refusal: string | undefined;
  private lastFailure: Error | undefined;
  private waiters: { upTo: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  private sealTimer: NodeJS.Timeout | undefined;
  private stallTimer: NodeJS.Timeout | undefined;
  private retryNow: (() => void) | undefined;

  constructor(options: AuditBufferOptions) {
    this.database = options.database;
    this.onError = options.onError ?? (() => {});
    this.maxRows = options.maxRows ?? 100_000;
    this.intervalMs = options.intervalMs ?? 250;
    this.stalledAfterMs = options.stalledAfterMs ?? 5_000;
  }

  record(entry: AuditEntry): void {
    this.requireRoom();
    this.take(entry, requestContext());
  }

  reserve(): ReservedRow {
    this.requireRoom();
    const context = requestContext();
    let held = true;
    const giveUp = () => {
      if (held) this.reserved--;
      held = false;
    };
    this.reserved++;
    return {
      record: (entry) => {
        if (!held) return;
        giveUp();
        if (this.closed) throw this.unavailable("it is closed");
        this.take(entry, context);
      },
      giveUp,
    };
  }

  private requireRoom(): void {
    if (this.refusal !== undefined) throw this.unavailable(this.refusal);
    if (this.taken - this.committed + this.reserved >= this.maxRows)
      throw this.unavailable("too many rows wait to be written");
  }

  private take(entry: AuditEntry, context: RequestContext): void {
    if (!(entry.atMs >= 0 && entry.atMs < YEAR_10000_MS)) {
      throw new CountersignError("invalid_input", "atMs must be epoch milliseconds.", { field: "atMs" });
    }
    this.taken++;
    const rows = this.open.add(entry, context);
    if (rows === 1) this.openTimed();
    else if (rows === BATCH_ROWS) this.send();
  }

  private openTimed(): void {
    this.open.openedAtMs = performance.now();
    this.sealTimer = setTimeout(() => this.send(), this.intervalMs).unref();
  }

  backlog(): { rows: number; oldestMs: number } {
    const rows = this.taken - this.committed;
    const { openedAtMs } = this.sealed[0] ?? this.open;
    return { rows, oldestMs: rows === 0 ? 0 : performance.now() - openedAtMs };
  }

  flushed(): Promise<void> {
    if (this.taken === this.committed) return Promise.resolve();
    if (this.refusal !== undefined && !this.closed) return Promise.reject(this.unavailable(this.refusal));
    return this.wait();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.refusal = "it is closed";
    if (this.taken === this.committed) return;
    this.watchForStall();
    this.retryNow?.();
    await this.wait();
  }

  private wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiters.push({ upTo: this.taken, resolve, reject });
      if (!this.writing) void this.write();
    });
  }

  private send(): void {
    this.seal();
    if (!this.writing) void this.write();
  }

  private seal(): void {
    clearTimeout(this.sealTimer);
    if (this.open.rows === 0) return;
    this.sealed.push(this.open);
    this.open = new Batch();
  }

  /** Writes batch after batch, one at a time, until none is left that is full, due or waited for. */
  private async write(): Promise<void> {
    this.writing = true;
    this.watchForStall();
    await nextTurn(); // who waits in this turn of the event loop shares one commit
    for (;;) {
      if (this.sealed.length === 0 && this.waiters.length > 0) this.seal();
      const batch = this.sealed[0];
      if (!batch) break;
      await this.commit(batch);
      this.sealed.shift();
      this.committed += batch.rows;
      this.madeProgress();
    }
    clearTimeout(this.stallTimer);
    this.writing = false;
  }

  private async commit(batch: Batch): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.attempt(batch);
      } catch (cause) {
        this.lastFailure = cause as Error;
        const reason = `Cannot write ${batch.rows} audit rows: ${this.lastFailure.message}`;
        this.onError(new CountersignError("audit_unavailable", reason, { cause }));
      }
      const ceilingMs = backOff(RETRY, failures);
      await this.pause(ceilingMs * (0.5 + Math.random() / 2));
    }
  }

  private async attempt(batch: Batch): Promise<void> {
    const connection = await this.database.pool.connect();
    let broken: Error | undefined;
    const drop = (error: Error) => {
      if (broken) return;
      broken = error;
      connection.release(error);
    };
    connection.on("error", drop);
    // A connection may hang for ever; only a new one can find a database that is back.
    const timeout = setTimeout(() => drop(new Error("the database doesn't answer")), 3 * this.stalledAfterMs);
    try {
      // A batch commits whole. An attempt may have done so unheard; one still under way makes COPY fail by its ids.
      const isWritten = 'SELECT 1 FROM "AuditLog" WHERE id = $1';
      if (batch.attempted && batch.firstId && (await connection.query(isWritten, [batch.firstId])).rowCount)
        return;
      await batch.knowCallers(async (text, values) => (await connection.query(text, values)).rows);
      await copyIn(connection, COPY, batch.encoded());
    } finally {
      clearTimeout(timeout);
      if (!broken) {
        connection.off("error", drop);
        connection.release();
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.retryNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private madeProgress(): void {
    this.lastFailure = undefined;
    if (!this.closed) this.refusal = undefined;
    this.watchForStall();
    const done = this.waiters.filter(({ upTo }) => upTo <= this.committed);
    this.waiters = this.waiters.filter(({ upTo }) => upTo > this.committed);
    for (const { resolve } of done) resolve();
  }

  private watchForStall(): void {
    clearTimeout(this.stallTimer);
    this.stallTimer = setTimeout(() => {
      if (!this.closed) this.refusal = "its rows can't be written";
      const error = this.unavailable("its rows can't be written");
      for (const { reject } of this.waiters.splice(0)) reject(error);
    }, this.stalledAfterMs).unref();
  }

  private unavailable(reason: string): CountersignError {
    const rows = this.taken - this.committed;
    const message = `The audit log takes no entry: ${reason} (${rows} waiting).`;
    return new CountersignError("audit_unavailable", message, { cause: this.lastFailure });
  }
}
