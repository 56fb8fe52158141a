import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startPostgres } from "@/dev/postgres";
import { migrate } from "@/dev/stack/migrations";
import { AUDIT_COLUMNS } from "@/lib/audit/record/audit-columns";
import { copyIn } from "@/lib/audit/record/copy-in";
import { openDatabase } from "@/lib/db";
import type { ExportQuestion, ExportReply } from "./audit-export-process";
import { auditRows } from "./audit-rows";
import type { Measurement } from "./results";
import { startWorker } from "./worker";

export const name = "audit-export";

const ROWS = 1_000_000;
const root = resolve(import.meta.dirname, "..");
const MB = 1_048_576;

/** A million rows exported as CSV and JSONL, sealed and verified, each by a process that does nothing else. */
export async function run(report: (measurement: Measurement) => void): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "countersign-bench-export-"));
  const postgres = await startPostgres({ dataDir });
  try {
    const databaseUrl = await filled(postgres.url);
    for (const format of ["csv", "jsonl"] as const) {
      const reply = await ask({ databaseUrl, export: format });
      if (reply.rows < ROWS) throw new Error(`The ${format} export had ${reply.rows} rows`);
      const what = `${format} of 1 M audit rows`;
      report({ name: `${what}: first byte`, value: reply.firstByteMs, unit: "ms", goal: "value <= 1000" });
      report({ name: `${what}: peak memory`, value: reply.peakBytes / MB, unit: "MB", goal: "value <= 300" });
      report({ name: `${what}: rate`, value: reply.rows / reply.seconds, unit: "rows/s" });
    }
    const proof = await ask({ databaseUrl, prove: true });
    report({ name: "audit seal", value: proof.sealedPerSecond, unit: "rows/s" });
    report({ name: "audit verify", value: proof.verifiedPerSecond, unit: "rows/s" });
    report({
      name: "audit seal and verify: peak memory",
      value: proof.peakBytes / MB,
      unit: "MB",
      goal: "value <= 300",
    });
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function ask(question: ExportQuestion): Promise<ExportReply> {
  const script = new URL("./audit-export-process.ts", import.meta.url);
  const worker = await startWorker<ExportQuestion, ExportReply>(script);
  return worker.ask(question).finally(worker.stop);
}

async function filled(serverUrl: string): Promise<string> {
  const admin = openDatabase({ url: serverUrl, maxConnections: 1 });
  await admin.query("CREATE DATABASE audit_export");
  await admin.close();
  const url = new URL(serverUrl);
  url.pathname = "/audit_export";
  await migrate(root, url.href);
  const database = openDatabase({ url: url.href });
  const connection = await database.pool.connect();
  const rows = auditRows({ rows: ROWS, endMs: Date.now() });
  await copyIn(connection, `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`, rows);
  connection.release();
  await database.query('VACUUM ANALYZE "AuditLog"');
  await database.close();
  return url.href;
}
