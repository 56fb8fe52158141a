import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Keyring } from "./keyring";
import {
  countPlainIds,
  encryptRows,
  type PlainIds,
  type PlainRow,
  plainIds,
  readPlainRows,
} from "./plain-ids";

const BATCH_ROWS = 250;
/** Rows that were locked get further tries, one at a time. */
const MAX_PASSES = 5;
const UNIQUE_VIOLATION = "23505";

interface SealTenantsDeps {
  database: Database;
  keyring: Keyring;
  clock: Clock;
}

interface SealTenantsOptions {
  batchRows?: number;
  /** Told after each batch. */
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Ends the run after the batch under way; the next run goes on with what is left. */
  signal?: AbortSignal;
}

export interface TenantSealing {
  /** Ids encrypted by this run. */
  encrypted: number;
  /** Connections whose organisation another live connection has. They are left as they are. */
  taken: string[];
  /** Plain ids at the end, those of `taken` included. */
  left: number;
}

/**
 * Encrypts the ids of organisations, and of whom grants belong to, that rest plain from before, while the service runs.
 * From the first one on every process encrypts new ids too, which a process of a version before this can't read. Killed,
 * it leaves whole rows of either form; the next run goes on.
 *
 * Two audit rows a run say that it began, and how many ids were encrypted.
 */
export async function sealTenants(
  deps: SealTenantsDeps,
  options: SealTenantsOptions = {},
): Promise<TenantSealing> {
  const { database } = deps;
  const total = await countPlainIds(database);
  const run = new Run(deps, options, total);
  if (total === 0) return { encrypted: 0, taken: [], left: 0 };
  // Nothing is changed that the audit log can't say was begun.
  await run.record("success", "Begun.");
  try {
    for (const ids of plainIds) await run.encryptTable(ids);
  } catch (error) {
    await run.record("failure", error instanceof Error ? error.message : "unknown").catch(() => {});
    throw error;
  }
  const left = await countPlainIds(database);
  const taken = [...run.taken];
  if (left === 0) await run.record("success");
  else
    await run.record(
      "failure",
      `${left} rest plain.`,
      ...taken.map((id) => `Connection "${id}" is live twice.`),
    );
  return { encrypted: run.encrypted, taken, left };
}

class Run {
  encrypted = 0;
  /** A later pass meets the same rows again. */
  readonly taken = new Set<string>();
  private readonly startedMs: number;

  constructor(
    private readonly deps: SealTenantsDeps,
    private readonly options: SealTenantsOptions,
    private readonly total: number,
  ) {
    this.startedMs = deps.clock.nowMs();
  }

  async encryptTable(ids: PlainIds): Promise<void> {
    for (let pass = 1; pass <= MAX_PASSES; pass++) {
      const batchRows = pass === 1 ? (this.options.batchRows ?? BATCH_ROWS) : 1;
      if (!(await this.pass(ids, batchRows))) return;
    }
  }

  /** @returns Whether rows were left that could be tried again. */
  private async pass(ids: PlainIds, batchRows: number): Promise<boolean> {
    let missed = 0;
    for (let after = ""; !this.options.signal?.aborted; ) {
      const rows = await readPlainRows(this.deps.database, ids, after, batchRows);
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      const changed = await this.encrypt(ids, rows);
      missed += rows.filter(({ id }) => !this.taken.has(id)).length - changed;
      this.encrypted += changed;
      this.options.onProgress?.({ done: this.encrypted, total: this.total });
    }
    return missed > 0 && !this.options.signal?.aborted;
  }

  private async encrypt(ids: PlainIds, rows: readonly PlainRow[]): Promise<number> {
    const { database, keyring } = this.deps;
    try {
      return await encryptRows(database, keyring, ids, rows);
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
      const [only, ...others] = rows;
      // One of a batch spoils it for all: the next pass takes them one at a time.
      if (only && others.length === 0) this.taken.add(only.id);
      return 0;
    }
  }

  async record(outcome: "success" | "failure", ...problems: string[]): Promise<void> {
    const { database, clock } = this.deps;
    const atMs = clock.nowMs();
    await recordAudit(database, {
      operation: "keys.seal_tenants",
      outcome,
      via: ["POST", "/keys/seal-tenants"],
      responseStatus: outcome === "success" ? 200 : 500,
      responseTimeMs: atMs - this.startedMs,
      errorMessage: [`${this.encrypted} of ${this.total} ids encrypted.`, ...problems].join(" "),
      atMs,
    });
  }
}
