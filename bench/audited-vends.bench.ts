import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { AUDIT_COLUMNS, type AuditEntry } from "@/lib/audit/record/audit-columns";
import { Batch } from "@/lib/audit/record/batch";
import { type AuditBuffer, createAuditBuffer } from "@/lib/audit/record/buffer";
import { copyIn } from "@/lib/audit/record/copy-in";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { requestContext } from "@/lib/request-context";
import type { TokenService } from "@/lib/token";
import { connect, inventConsents } from "./connections";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median } from "./statistics";
import { type BenchWorld, inWorld } from "./world";

export const name = "audited-vends";

const COMPANIES = 1_000;
const DURATION_MS = 30_000;
/** Vends between two turns of the event loop, as when so many requests arrive together. */
const TOGETHER = 250;
const COPY_ROUNDS = 3;
const COPY_ROWS = 100_000;

/** Vends as fast as their audit rows are taken, for half a minute, and then looks for every row. */
export function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  return inWorld(async (world) => {
    const companyIds = await connect(world, "qbo", inventConsents(COMPANIES));
    const entries: AuditEntry[] = [];
    const audit = createAuditBuffer(world);
    const overheard = overhear(audit, entries);
    const { settings, database } = world;
    const engine = await startTokens(settings, database, createDatabaseClock(), { audit: overheard });
    while (entries.length < scaled(scale, COPY_ROWS)) {
      await vendFor(engine.service, overheard, companyIds, "warm-up", 500);
    }
    const copied = await copyRounds(world, entries);
    const userId = `bench-${randomUUID()}`;
    const cpuBefore = process.cpuUsage();
    const { vends, elapsedMs } = await vendFor(
      engine.service,
      overheard,
      companyIds,
      userId,
      scaled(scale, DURATION_MS),
    );
    const { user, system } = process.cpuUsage(cpuBefore);
    copied.push(...(await copyRounds(world, entries)));
    await engine.stop();

    const [found] = await database.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM "AuditLog" WHERE "userId" = $1 AND operation = 'token.vend'`,
      [userId],
    );
    const against = {
      name: `bare COPY, ${COPY_ROWS.toLocaleString("en-US")} rows a statement`,
      value: median(copied),
    };
    const value = vends / (elapsedMs / 1_000);
    report({ name: "Audited vends, committed", value, unit: "/s", against, goal: "value >= 50000" });
    const handedOut = { name: "vends", value: vends };
    report({
      name: "Rows found",
      value: found?.rows ?? 0,
      unit: "rows",
      against: handedOut,
      goal: "ratio >= 1",
    });
    report({ name: "CPU of our process, each", value: (user + system) / vends, unit: "µs" });
  });
}

/** @returns Tokens handed out, and how long it took until the last of their rows was committed. */
async function vendFor(
  service: TokenService,
  audit: AuditBuffer,
  companyIds: readonly string[],
  userId: string,
  durationMs: number,
): Promise<{ vends: number; elapsedMs: number }> {
  const startedMs = performance.now();
  let vends = 0;
  while (performance.now() - startedMs < durationMs) {
    try {
      for (let call = 0; call < TOGETHER; call++, vends++) {
        await service.getValidToken(companyIds[(vends * 619) % companyIds.length] as string, "qbo", userId);
      }
      await nextTurn();
    } catch (error) {
      if (!isCode(error, "audit_unavailable")) throw error;
      await pause(5); // the buffer is full: no token without its record
    }
  }
  await audit.flushed();
  return { vends, elapsedMs: performance.now() - startedMs };
}

/** Keeps the entries of the warm-up, so that the bare COPY writes rows like ours. */
function overhear(audit: AuditBuffer, entries: AuditEntry[]): AuditBuffer {
  return {
    record: (entry) => {
      audit.record(entry);
      if (entry.actor.id === "warm-up") entries.push(entry);
    },
    reserve: () => audit.reserve(),
    flushed: () => audit.flushed(),
    backlog: () => audit.backlog(),
    close: () => audit.close(),
  };
}

/** @returns Rows a second of each round. The rows' text is made beforehand, and every round's has ids of its own. */
async function copyRounds(
  { database: { pool } }: BenchWorld,
  entries: readonly AuditEntry[],
): Promise<number[]> {
  const rates: number[] = [];
  for (let round = 0; round < COPY_ROUNDS; round++) {
    const batch = new Batch();
    for (const entry of entries) batch.add(entry, requestContext());
    const chunks: Buffer[] = [];
    for await (const chunk of batch.encoded()) chunks.push(chunk);
    const connection = await pool.connect();
    const startedMs = performance.now();
    await copyIn(connection, `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`, each(chunks));
    rates.push(entries.length / ((performance.now() - startedMs) / 1_000));
    connection.release();
  }
  return rates;
}

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
