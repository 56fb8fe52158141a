import { readFileSync } from "node:fs";
import { openAuditCluster } from "./audit-cluster";
import { copyIn } from "@/lib/audit/copy-in";
import { AUDIT_COLUMNS } from "@/lib/audit/audit-columns";
import { auditRows } from "./audit-rows";
const c = await openAuditCluster(console.log);
const { database: db } = await c.holding(Number(process.env.ROWS ?? 10_000_000));
const total = Number(process.argv[2] ?? 200_000);
const batches: Buffer[] = []; let b: Buffer[] = [];
for await (const x of auditRows({ rows: total, endMs: Date.now() + 1000 * 86_400_000 })) { b.push(x); if (b.length === 2) { batches.push(Buffer.concat(b)); b = []; } }
const k = await db.pool.connect();
const pid = (await k.query("SELECT pg_backend_pid() AS p")).rows[0].p;
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" "); return (Number(f[11]) + Number(f[12])) / 100; };
const all = (await k.query(`SELECT indexname AS n FROM pg_indexes WHERE tablename='AuditLog'`)).rows.map((r) => r.n as string);
console.log((await k.query(`SELECT indexrelname n, pg_size_pretty(pg_relation_size(indexrelid)) s FROM pg_stat_user_indexes WHERE relname='AuditLog'`)).rows.map((r) => `${r.n} ${r.s}`).join("\n"));
const mine = all.filter((n) => /_at_idx|requestId/.test(n));
for (const [label, drop] of [["warm", []], ["all indexes", []],  ["without the search's", mine], ...mine.map((m) => [`without ${m}`, [m]] as const), ["all indexes again", []]] as [string, string[]][]) {
  await k.query("CHECKPOINT"); await k.query("BEGIN");
  for (const d of drop) await k.query(`DROP INDEX "${d}"`);
  if (label === "HASHED") {
    await k.query(`ALTER TABLE "AuditLog" ADD COLUMN ck bigint GENERATED ALWAYS AS (hashtextextended("companyId" || chr(9) || "connectionType", 0)) STORED, ADD COLUMN uk bigint GENERATED ALWAYS AS (hashtextextended("userId" || chr(9) || "operation" || chr(9) || "connectionType" || chr(9) || "requestMethod" || chr(9) || "outcome" || chr(9) || ("responseStatus" / 100)::text, 0)) STORED, ADD COLUMN ek bigint GENERATED ALWAYS AS (hashtextextended("apiEndpoint" || chr(9) || "operation" || chr(9) || "connectionType" || chr(9) || "requestMethod" || chr(9) || "outcome" || chr(9) || ("responseStatus" / 100)::text, 0)) STORED`);
    for (const x of ["ck", "uk", "ek", "facet"]) await k.query(`CREATE INDEX ON "AuditLog" (${x}, at)`);
  }
  const c0 = cpu(), t = performance.now();
  for (const x of batches) await copyIn(k, `COPY "AuditLog" (${AUDIT_COLUMNS}) FROM STDIN`, (async function* () { yield x; })());
  const s = (performance.now() - t) / 1000, cs = cpu() - c0;
  await k.query("ROLLBACK");
  console.log(label.padEnd(60), `${(total / s).toFixed(0)} rows/s wall, ${(total / cs).toFixed(0)} rows/cpu-s, ${((cs / total) * 1e6).toFixed(1)} us/row cpu`);
}
k.release();
await c.stop();
