import { statfsSync } from "node:fs";
import { resolve } from "node:path";
import { startPostgres } from "@/dev/postgres";
import { migrate } from "@/dev/stack/migrations";
import { AUDIT_COLUMNS } from "@/lib/audit/record/audit-columns";
import { copyIn } from "@/lib/audit/record/copy-in";
import { type Database, openDatabase } from "@/lib/db";
import { auditRows, COMPANIES, companyId, USERS, userId } from "./audit-rows";

const root = resolve(import.meta.dirname, "..");
/** Row, toast and index bytes together, with room for the building of indexes and the write-ahead log. */
const BYTES_PER_ROW = 900;
const RESERVE_BYTES = 5e9;
const SHARED_BUFFERS = "1GB";

export interface AuditCluster {
  /** A migrated database that holds this many rows of the past, and its end; made once and kept. */
  holding(rows: number): Promise<{ database: Database; endMs: number; url: string }>;
  stop(): Promise<void>;
}

/** The embedded Postgres whose databases outlive the run, under `.data/bench-audit`. */
export async function openAuditCluster(say: (line: string) => void): Promise<AuditCluster> {
  const postgres = await startPostgres({ dataDir: resolve(root, ".data/bench-audit") });
  await giveMemory(postgres);
  const opened: Database[] = [];
  const holding = async (rows: number) => {
    const url = new URL(postgres.url);
    url.pathname = `/audit_${rows}`;
    const admin = openDatabase({ url: postgres.url, maxConnections: 1 });
    const exists = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [`audit_${rows}`]);
    if (exists.length === 0) await admin.query(`CREATE DATABASE audit_${rows}`);
    await admin.close();
    await migrate(root, url.href);
    const database = openDatabase({ url: url.href });
    opened.push(database);
    return { database, endMs: await filled(database, rows, say), url: url.href };
  };
  return {
    holding,
    stop: async () => {
      for (const database of opened) await database.close();
      await postgres.stop();
    },
  };
}

/** Postgres' own 128 MB hold the pages of a small log and not those of a large one: that is not what is compared. */
async function giveMemory(postgres: Awaited<ReturnType<typeof startPostgres>>): Promise<void> {
  const admin = openDatabase({ url: postgres.url, maxConnections: 1 });
  const [now] = await admin.query<{ value: string }>(`SELECT current_setting('shared_buffers') AS value`);
  await admin.query(`ALTER SYSTEM SET shared_buffers = '${SHARED_BUFFERS}'`);
  await admin.close();
  if (now?.value !== SHARED_BUFFERS) await postgres.pgCtl("restart", "-m", "fast");
}

/** @returns When the past ends. */
async function filled(database: Database, rows: number, say: (line: string) => void): Promise<number> {
  const [newest] = await database.query<{ timestamp: Date }>(
    `SELECT "timestamp" FROM "AuditLog" ORDER BY "timestamp" DESC LIMIT 1`,
  );
  const hourMs = 3_600_000;
  if (newest) return Math.ceil(newest.timestamp.getTime() / hourMs) * hourMs;
  requireRoom(rows);
  const startedMs = performance.now();
  const endMs = Math.floor(Date.now() / hourMs) * hourMs;
  await addNames(database);
  // Sorting once beats ten million insertions.
  const indexes = await database.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'AuditLog' AND indexname <> 'AuditLog_pkey'`,
  );
  for (const { name } of indexes) await database.query(`DROP INDEX "${name}"`);
  await copyRows(database, rows, endMs);
  say(`${rows} rows copied in ${seconds(startedMs)} s.`);
  await database.query(`SELECT set_config('maintenance_work_mem', '1GB', false)`);
  for (const { name, definition } of indexes) {
    const indexMs = performance.now();
    await database.query(definition);
    say(`${name} in ${seconds(indexMs)} s.`);
  }
  await database.query(`VACUUM ANALYZE "AuditLog"`);
  await database.query("CHECKPOINT");
  return endMs;
}

export async function copyRows(database: Database, rows: number, endMs: number): Promise<void> {
  const connection = await database.pool.connect();
  try {
    await copyIn(connection, `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`, auditRows({ rows, endMs }));
  } finally {
    connection.release();
  }
}

export async function addNames(database: Database): Promise<void> {
  await database.query(
    `INSERT INTO "Company" (id, name) SELECT id, 'Company ' || id FROM unnest($1::text[]) AS id ON CONFLICT DO NOTHING`,
    [Array.from({ length: COMPANIES }, (_, index) => companyId(index))],
  );
  await database.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash")
     SELECT id, id || '@countersign.test', 'User ' || id, 'support', '' FROM unnest($1::text[]) AS id ON CONFLICT DO NOTHING`,
    [Array.from({ length: USERS }, (_, index) => userId(index))],
  );
}

function requireRoom(rows: number): void {
  const { bavail, bsize } = statfsSync(root);
  const needed = rows * BYTES_PER_ROW + RESERVE_BYTES;
  if (bavail * bsize >= needed) return;
  throw new Error(`${rows} rows need ${Math.ceil(needed / 1e9)} GB of disk; ${root} has less`);
}

const seconds = (startedMs: number) => ((performance.now() - startedMs) / 1000).toFixed(1);
