import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { newId } from "@/lib/db";
import { countByStatus } from "@/lib/health/connections/list-connections";
import { installJobsState } from "@/lib/runtime";
import { createMetrics, type MetricsSources } from "./index";

const world = tokenWorld();
const silent = { warn: () => {} };

function metricsOf(changes: Partial<MetricsSources> = {}) {
  const { engine, database, simulator } = world;
  const connectionsByStatus = async () => ({
    ...(await countByStatus({ database, clock: simulator.clock })),
  });
  return createMetrics({ engine, database, connectionsByStatus, version: "1.2.3", log: silent, ...changes });
}

const lines = (text: string, name: string) =>
  text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

test("a scrape tells the engine's counts, the pool, the process and what is stored", async () => {
  const { companyId } = await world.connectQbo();
  await world.service.getValidToken(companyId, "qbo", "dev");
  await world.service.getValidToken(companyId, "qbo", "dev");
  await world.database.query(
    `INSERT INTO "ProviderIncident" (id, "connectionType", cause, owner, message, "startedAt", "lastFailureAt")
     VALUES ($1, 'xero', 'provider_unavailable', 'provider', 'Xero is away.', now(), now())`,
    [newId()],
  );
  const text = await metricsOf().metrics();
  const { vends, cacheHits } = await world.engine.stats();
  expect(cacheHits).toBeGreaterThan(0);
  expect(lines(text, "countersign_token_vends_total")).toContain(
    `countersign_token_vends_total{outcome="success"} ${vends.success}`,
  );
  expect(lines(text, "countersign_token_cache_hits_total")).toEqual([
    `countersign_token_cache_hits_total ${cacheHits}`,
  ]);
  expect(lines(text, "countersign_provider_breaker_state")).toContain(
    `countersign_provider_breaker_state{provider="qbo",state="closed"} 1`,
  );
  expect(lines(text, "countersign_connections")).toContain(`countersign_connections{status="working"} 1`);
  expect(lines(text, "countersign_open_incidents")).toEqual([
    `countersign_open_incidents{provider="qbo"} 0`,
    `countersign_open_incidents{provider="xero"} 1`,
  ]);
  expect(lines(text, "countersign_provider_addresses_differ")).toEqual([
    `countersign_provider_addresses_differ{provider="qbo"} 0`,
    `countersign_provider_addresses_differ{provider="xero"} 0`,
  ]);
  expect(lines(text, "countersign_database_up")).toEqual(["countersign_database_up 1"]);
  const took = lines(text, "countersign_token_vend_duration_seconds_bucket");
  expect(took.at(-1)).toBe(`countersign_token_vend_duration_seconds_bucket{le="+Inf"} ${vends.success}`);
  expect(lines(text, "countersign_token_refresh_duration_seconds_count")).toContain(
    `countersign_token_refresh_duration_seconds_count{provider="qbo"} 0`,
  );
  expect(lines(text, "countersign_build_info")).toEqual([
    `countersign_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
  ]);
  expect(lines(text, "process_resident_memory_bytes")).toHaveLength(1);
  expect(text).not.toContain(companyId);
});

test("two scrapes don't add up, and what is stored is asked for once in 15 seconds", async () => {
  let asked = 0;
  const registry = metricsOf({
    connectionsByStatus: async () => {
      asked++;
      return { working: 7 };
    },
  });
  const [first, second] = [await registry.metrics(), await registry.metrics()];
  for (const name of ["countersign_token_vends_total", "countersign_connections"])
    expect(lines(second, name)).toEqual(lines(first, name));
  expect(asked).toBe(1);
});

test("while Postgres is away a scrape says so, tells the rest, and asks again the next time", async () => {
  let away = true;
  const registry = metricsOf({
    connectionsByStatus: async () => {
      if (away) throw new Error("connection terminated");
      return { working: 7 };
    },
  });
  const text = await registry.metrics();
  expect(lines(text, "countersign_database_up")).toEqual(["countersign_database_up 0"]);
  expect(lines(text, "countersign_connections")).toEqual([]);
  expect(lines(text, "countersign_token_cache_hits_total")).toHaveLength(1);
  away = false;
  const back = await registry.metrics();
  expect(lines(back, "countersign_connections")).toEqual([`countersign_connections{status="working"} 7`]);
});

test("jobs are told where there are any, and their metric is absent elsewhere", async () => {
  const jobCounts = async () => [{ queue: "refresh", created: 3, retry: 0, active: 1, failed: 0 }];
  expect(lines(await metricsOf({ jobCounts }).metrics(), "countersign_jobs")).toEqual([
    `countersign_jobs{queue="refresh",state="created"} 3`,
    `countersign_jobs{queue="refresh",state="retry"} 0`,
    `countersign_jobs{queue="refresh",state="active"} 1`,
    `countersign_jobs{queue="refresh",state="failed"} 0`,
  ]);
  expect(await metricsOf().metrics()).not.toContain("countersign_jobs{");
});

test("a process says whether its jobs run, and says nothing of jobs it has not", async () => {
  expect(await metricsOf().metrics()).toContain("\ncountersign_jobs_running Nan\n");
  const state: { problem: string | undefined } = { problem: undefined };
  installJobsState(state);
  expect(await metricsOf().metrics()).toContain("\ncountersign_jobs_running 1\n");
  state.problem = "permission denied";
  expect(await metricsOf().metrics()).toContain("\ncountersign_jobs_running 0\n");
});
