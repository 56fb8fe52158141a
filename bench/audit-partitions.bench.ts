import { AUDIT_COLUMNS } from "@/lib/audit/record/audit-columns";
import { copyIn } from "@/lib/audit/record/copy-in";
import { type Database, openDatabase } from "@/lib/db";
import { type AskedLog, askInTurns, groupP95, type Times } from "./audit-asking";
import { openAuditCluster } from "./audit-cluster";
import { auditRows, PAST_MS } from "./audit-rows";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median } from "./statistics";

export const name = "audit-partitions";

const ROWS = 10_000_000;
const ROUNDS = 2;
const COPY_ROUNDS = 3;
const COPY_ROWS = 50_000;

/** The same rows under the same indexes, in one table and in one for each month: is it worth it? */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const cluster = await openAuditCluster(console.log);
  try {
    const plain = await cluster.holding(ROWS);
    const url = new URL(plain.url);
    url.searchParams.set("options", "-c search_path=partitioned,public");
    await partition(plain);
    const database = openDatabase({ url: url.href });
    const partitioned = { database, endMs: plain.endMs };
    const times = (await askInTurns([plain, partitioned], scaled(scale, ROUNDS))) as [Times, Times];
    const name = "one table";
    for (const group of times[0].keys()) {
      const against = { name, value: groupP95(times[0], group) };
      report({ name: `By month, ${group}: p95`, value: groupP95(times[1], group), unit: "ms", against });
    }
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round < COPY_ROUNDS; round++) {
      rates[0].push(await copyRate(plain));
      rates[1].push(await copyRate(partitioned));
    }
    const against = { name, value: median(rates[0]) };
    report({ name: "By month, COPY", value: median(rates[1]), unit: "rows/s", against });
    await database.close();
  } finally {
    await cluster.stop();
  }
}

/** A table of the same name in a schema of its own, which the search finds first by its connection's search path. */
async function partition({ database, endMs }: AskedLog): Promise<void> {
  const [made] = await database.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'partitioned'`);
  if (made) return;
  const startedMs = performance.now();
  await database.transaction(async (tx) => {
    await tx.query(`CREATE SCHEMA partitioned`);
    await tx.query(
      `CREATE TABLE partitioned."AuditLog" (LIKE public."AuditLog" INCLUDING DEFAULTS INCLUDING GENERATED)
       PARTITION BY RANGE ("timestamp")`,
    );
    for (let month = monthOf(endMs - PAST_MS); month <= endMs; month = monthOf(month, 1)) {
      const [from, to] = [month, monthOf(month, 1)].map((ms) => new Date(ms).toISOString());
      await tx.query(
        `CREATE TABLE partitioned."${from?.slice(0, 7)}" PARTITION OF partitioned."AuditLog" FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    }
    const columns = `${AUDIT_COLUMNS}, "position"`;
    await tx.query(
      `INSERT INTO partitioned."AuditLog" (${columns}) SELECT ${columns} FROM public."AuditLog" ORDER BY "position"`,
    );
    await tx.query(`SET LOCAL maintenance_work_mem = '1GB'`);
    for (const definition of await indexesOf(database)) await tx.query(definition);
  });
  await database.query(`VACUUM ANALYZE partitioned."AuditLog"`);
  console.log(`Partitioned in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s.`);
}

/** A partitioned table's unique index must hold the column that divides it: an id alone is unique no more. */
async function indexesOf(database: Database): Promise<string[]> {
  const indexes = await database.query<{ definition: string }>(
    `SELECT indexdef AS definition FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'AuditLog'`,
  );
  return indexes.map(({ definition }) =>
    definition.replace("public.", "partitioned.").replace(/^(CREATE UNIQUE.*\(id)\)/, '$1, "timestamp")'),
  );
}

function monthOf(atMs: number, later = 0): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later);
}

/** Rows a second, of the newest day; taken back afterwards. */
async function copyRate({ database, endMs }: AskedLog): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of auditRows({ rows: COPY_ROWS, endMs, pastMs: 86_400_000 })) chunks.push(chunk);
  const connection = await database.pool.connect();
  try {
    await connection.query("BEGIN");
    const startedMs = performance.now();
    await copyIn(connection, `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`, each(chunks));
    const seconds = (performance.now() - startedMs) / 1_000;
    await connection.query("ROLLBACK");
    return COPY_ROWS / seconds;
  } finally {
    connection.release();
  }
}

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
