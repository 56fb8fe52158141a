import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bundledProgram } from "@/dev/bundled-program";
import { seededRandom } from "@/dev/demo/random";
import { type Child, startChild } from "@/dev/stack/child";
import { freePort } from "@/dev/stack/ports";
import { createDatabaseClock } from "@/lib/db";
import { createApiKeys } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import { providerNames } from "@/lib/token";
import { type ChaosWorld, connectBoth, openChaosWorld, together } from "../harness/chaos-world";
import { until } from "../harness/observed";
import { type Scenario, times } from "../harness/scenario";
import { environmentOf } from "../harness/served-app";
import { cloneDatabase } from "../harness/server";

const FULL_KILLS = 20;
const CALLERS = 20;
const COMPANIES = 20;
const LOAD_MS = { least: 200, most: 900 };
const CHAOS = { kind: "system", id: "chaos" } as const;
const root = resolve(import.meta.dirname, "../../..");

/** In strict mode no token leaves before its row is committed, whatever becomes of the process. */
export const apiKills: Scenario = {
  name: "api-kills",
  threat: 38,
  title: "kill -9 of an API process under load, strict mode",
  run: async (site, scale) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), auditStrict: true });
    const folder = mkdtempSync(join(tmpdir(), "countersign-chaos-api-"));
    const random = seededRandom(38);
    const kills = times(FULL_KILLS, scale);
    try {
      const key = await makeKey(world);
      const subjects = await connectBoth(world, COMPANIES);
      const paths = subjects.map(({ companyId, provider }) => `/v1/companies/${companyId}/${provider}/token`);
      const requestIds: string[] = [];
      for (let kill = 0; kill < kills; kill++) {
        const api = await startApi(world, join(folder, `api-${kill}.log`));
        const over = new AbortController();
        const load = together(CALLERS, CALLERS, (caller) =>
          vendUntil(over.signal, `${api.origin}${paths[caller % paths.length]}`, key, requestIds),
        );
        await pause(LOAD_MS.least + random.next() * (LOAD_MS.most - LOAD_MS.least));
        process.kill(api.child.pid, "SIGKILL");
        await api.child.ended;
        over.abort();
        await load;
      }
      const rows = await world.database.query<{ requestId: string }>(
        `SELECT "requestId" FROM "AuditLog" WHERE operation = 'token.vend' AND "requestId" = ANY($1)`,
        [requestIds],
      );
      const onRecord = new Set(rows.map(({ requestId }) => requestId));
      return {
        ran: `${kills} kills of an API process while ${CALLERS} callers vended`,
        checks: [
          {
            what: "tokens that left without a row",
            seen: requestIds.filter((id) => !onRecord.has(id)).length,
            wanted: 0,
          },
          { what: "tokens that left", seen: requestIds.length, wanted: kills, bound: "at least" },
        ],
        counts: { tokens: requestIds.length, rows: onRecord.size },
      };
    } finally {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function makeKey({ database }: ChaosWorld): Promise<string> {
  const keys = createApiKeys({
    database,
    clock: createDatabaseClock(),
    random: randomBytes,
    providers: providerNames,
  });
  const asked = {
    name: "chaos",
    service: "chaos",
    environment: "test",
    scopes: ["tokens:vend"],
    companyIds: null,
    providers: providerNames,
    networks: [],
    limitPerMinute: 1_000_000,
  };
  return (await actAs(CHAOS, () => keys.makeKey(asked))).value;
}

async function startApi(world: ChaosWorld, logFile: string): Promise<{ origin: string; child: Child }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const own = { API_ADDRESS: `127.0.0.1:${port}`, AUDIT_STRICT: "true" };
  const env = { ...process.env, ...environmentOf(world, "http://localhost:3000"), ...own };
  const child = startChild(await bundledProgram("lib/worker/api.ts"), [], { cwd: root, env, logFile });
  await until(
    "the API answers",
    async () => (await fetch(`${origin}/livez`).catch(() => undefined))?.ok === true,
  );
  return { origin, child };
}

/** Asks again and again, and keeps the id of every request whose token came whole. */
async function vendUntil(over: AbortSignal, url: string, key: string, requestIds: string[]): Promise<void> {
  while (!over.aborted) {
    try {
      const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${key}` } });
      const { access_token: token } = await answer.json();
      if (typeof token === "string") requestIds.push(answer.headers.get("countersign-request-id") ?? "");
    } catch {
      await pause(20);
    }
  }
}
