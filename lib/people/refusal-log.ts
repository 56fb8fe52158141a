import type { Actor } from "@/lib/actor";
import {
  type AuditBuffer,
  type AuditEntry,
  type AuditEvent,
  createAuditBuffer,
  entryOf,
} from "@/lib/audit/record";
import type { Database } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { oncePerProcess } from "@/lib/process";
import { type RequestContext, requestContext, withRequestContext } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import { networksOf } from "./network-of";

/** Actors of refusals behind which no user is known. Never an address as typed: people mistake the field. */
export const ANONYMOUS: Actor = { kind: "person", id: "anonymous" };
export const UNKNOWN: Actor = { kind: "person", id: "unknown" };

/** Addresses that are told apart in a minute; the others share a row. */
const MAX_ADDRESSES = 200;

interface Tally {
  entry: AuditEntry;
  context: RequestContext;
  count: number;
  ofManyAddresses: boolean;
}

/**
 * The audit rows of refusals. Those of a known user are a row each. A stranger's could fill a log that nothing
 * shortens: they are counted an operation, address and minute, and become one row when the minute is over.
 */
class RefusalLog {
  private readonly buffer: AuditBuffer;
  private tallies = new Map<string, Tally>();
  private timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.buffer = createAuditBuffer({ database });
  }

  /** @throws {CountersignError} `audit_unavailable` when a known user's row can't be taken. */
  record(entry: AuditEntry): void {
    if (entry.actor.id !== ANONYMOUS.id && entry.actor.id !== UNKNOWN.id) this.buffer.record(entry);
    else this.count(entry, requestContext());
  }

  /** Writes all that was counted. Resolves when every row is committed. */
  async flush(): Promise<void> {
    this.close();
    await this.buffer.flushed();
  }

  private count(entry: AuditEntry, context: RequestContext): void {
    const key = `${entry.operation} ${networksOf(context.ipAddress).address}`;
    const isNew = !this.tallies.has(key);
    const ofManyAddresses = isNew && this.tallies.size >= MAX_ADDRESSES;
    const tallied = ofManyAddresses ? `${entry.operation} of many` : key;
    const tally = this.tallies.get(tallied);
    if (tally) tally.count += 1;
    else this.tallies.set(tallied, { entry, context, count: 1, ofManyAddresses });
    this.timer ??= setTimeout(() => this.close(), MINUTE_MS).unref();
  }

  /** Ends the minute. What the buffer has no room for is counted on. */
  private close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const kept = new Map<string, Tally>();
    for (const [key, tally] of this.tallies) {
      try {
        withRequestContext(contextOf(tally), () => this.buffer.record(talliedEntry(tally)));
      } catch (error) {
        if (!isCode(error, "audit_unavailable")) throw error;
        kept.set(key, tally);
      }
    }
    this.tallies = kept;
    if (kept.size > 0) this.timer = setTimeout(() => this.close(), MINUTE_MS).unref();
  }
}

function contextOf({ context, ofManyAddresses }: Tally): RequestContext {
  return ofManyAddresses ? { requestId: "", ipAddress: "many", userAgent: "" } : context;
}

/** The first one's row; it says how many it stands for. */
function talliedEntry({ entry, count, ofManyAddresses }: Tally): AuditEntry {
  if (count === 1) return entry;
  const from = ofManyAddresses ? "from further addresses" : "from this address";
  return { ...entry, errorMessage: `${count} times ${from} within a minute; first: ${entry.errorMessage}` };
}

const logs = () => oncePerProcess("refusalLogs", () => new WeakMap<Database, RefusalLog>());

function refusalLogOf(database: Database): RefusalLog {
  const log = logs().get(database) ?? new RefusalLog(database);
  logs().set(database, log);
  return log;
}

/** Takes a refusal for the audit log, under the request's context. */
export function recordRefusal(database: Database, event: AuditEvent): void {
  refusalLogOf(database).record(entryOf(event));
}

/** Before a process ends: what was counted and not yet written. */
export async function flushRefusals(database: Database): Promise<void> {
  await logs().get(database)?.flush();
}
