import { afterAll, beforeAll, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { type Database, openDatabase } from "@/lib/db";
import { beginDraining, installJobsState } from "@/lib/runtime";
import { readiness as readinessOf } from "./readiness";

const world = tokenWorld();
const said: string[] = [];
const log = { warn: (_: unknown, message: string) => void said.push(message) };
const nobody = openDatabase({ url: "postgresql://localhost:1/nobody" });

let database: Database;

function run(on: Database): void {
  database = on;
}

const readiness = () => readinessOf({ database, tokenService: world.service, log });

beforeAll(() => run(world.database));
afterAll(() => nobody.close());

test("a process whose keys open nothing stored is not ready, and is again when they do", async () => {
  await world.connectQbo();
  const [kept] = await world.database.query<{ keyId: string }>(`SELECT DISTINCT "keyId" FROM "Grant"`);
  await world.database.query(`UPDATE "Grant" SET "keyId" = 'of another process'`);
  expect(await readiness()).toEqual({
    status: "not ready",
    reason: "The encryption keys do not open what is stored.",
  });
  await world.database.query(`UPDATE "Grant" SET "keyId" = $1`, [kept?.keyId]);
  expect(await readiness()).toEqual({ status: "ready" });
});

test("a process whose database is away is not ready, and is again when it is back", async () => {
  run(nobody);
  expect(await readiness()).toEqual({ status: "not ready", reason: "The database does not answer." });
  expect(said.at(-1)).toBe("The database does not answer.");
  run(world.database);
  expect(await readiness()).toEqual({ status: "ready" });
});

test("a process whose jobs can't run is not ready, and is again when they do", async () => {
  const jobs: { problem: string | undefined } = { problem: "permission denied for schema pgboss" };
  installJobsState(jobs);
  const reason = "The jobs of this process can't run; its log says why.";
  expect(await readiness()).toEqual({ status: "not ready", reason });
  jobs.problem = undefined;
  expect(await readiness()).toEqual({ status: "ready" });
});

test("a process whose database was made anew without its triggers or columns is not ready", async () => {
  const fresh = openDatabase({ url: world.databaseUrl });
  await fresh.query(`DROP INDEX "Connection_live_tenant_key"`);
  run(fresh);
  const reason = "The database is not migrated to this version.";
  expect(await readiness()).toEqual({ status: "not ready", reason });
  await fresh.query(
    `CREATE UNIQUE INDEX "Connection_live_tenant_key" ON "Connection"("connectionType", "environment", "tenantId")
     WHERE "disconnectedAt" IS NULL`,
  );
  expect(await readiness()).toEqual({ status: "ready" });
  await fresh.close();
  run(world.database);
});

test("a process that is ending is not ready", async () => {
  beginDraining();
  expect(await readiness()).toEqual({ status: "not ready", reason: "This process is ending." });
});
