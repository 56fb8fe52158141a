import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "@/dev/stack";
import { startChild } from "@/dev/stack/child";
import { freePort } from "@/dev/stack/ports";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { createApiKeys } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import { providerNames } from "@/lib/token";
import { createKeyring } from "@/lib/token/keys/keyring";
import { buildPrograms } from "@/lib/worker/bundling.mjs";
import { connect, inventConsents } from "./connections";
import type { LoadQuestion, LoadReply } from "./load-process";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { startWorker, type Worker } from "./worker";

export const name = "api";

const root = join(import.meta.dirname, "..");
const COMPANIES = 100;
const SECONDS = 10;
const REQUESTS = 1_000_000;
const BENCH = { kind: "system", id: "bench" } as const;

type Report = (measurement: Measurement) => void;

/** An API process of its own over HTTP, beside the least that HTTP costs and beside a route of Next. */
export async function run(report: Report, scale: Scale): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-bench-api-"));
  chmodSync(dataDir, 0o755); // Postgres runs as a user of its own where the bench runs as root
  let companyIds: string[] = [];
  let key = "";
  try {
    const stack = await startStack({
      dataDir,
      prepare: async ({ databaseUrl, env }) => {
        const database = openDatabase({ url: databaseUrl });
        const keyring = createKeyring({ current: env.ENCRYPTION_KEY, previous: [] });
        companyIds = await connect(
          { database, keyring, settings: undefined as never },
          "qbo",
          inventConsents(COMPANIES),
        );
        const keys = createApiKeys({
          database,
          clock: createDatabaseClock(),
          random: randomBytes,
          providers: providerNames,
        });
        key = await actAs(BENCH, async () => (await keys.makeKey(BENCH_KEY)).value);
        await database.close();
        env.JOBS_IN_WEB = "false";
      },
      say: console.log,
    });
    const port = await freePort();
    const env = { ...process.env, ...stack.env, API_ADDRESS: `127.0.0.1:${port}` };
    await buildPrograms("dist/programs");
    const api = startChild(join(root, "lib/start.mjs"), ["api"], {
      cwd: root,
      env,
      logFile: join(dataDir, "api.log"),
    });
    const load = await startWorker<LoadQuestion, LoadReply>(new URL("./load-process.ts", import.meta.url));
    try {
      const origin = `http://127.0.0.1:${port}`;
      await ready(origin);
      await measure(
        report,
        { origin, key, companyIds, load, appUrl: stack.appUrl, metricsToken: env.METRICS_TOKEN },
        scale,
      );
    } finally {
      await load.stop();
      await api.end();
      await stack.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const BENCH_KEY = {
  name: "bench",
  service: "bench",
  environment: "test",
  scopes: ["tokens:vend"],
  companyIds: null,
  providers: ["qbo"],
  networks: [],
  limitPerMinute: 1_000_000,
} as const;

interface Site {
  origin: string;
  key: string;
  companyIds: readonly string[];
  load: Worker<LoadQuestion, LoadReply>;
  appUrl: string;
  metricsToken: string;
}

async function measure(report: Report, site: Site, scale: Scale): Promise<void> {
  const { origin, key, companyIds, load, appUrl } = site;
  const seconds = scaled(scale, SECONDS);
  const headers = { authorization: `Bearer ${key}` };
  const paths = companyIds.map((id) => `/v1/companies/${id}/qbo/token`);
  const ask = (question: Partial<LoadQuestion>) =>
    load.ask({ origin, paths, method: "POST", headers, connections: 100, for: { seconds }, ...question });
  const vended = await fetch(`${origin}${paths[0]}`, { method: "POST", headers });
  const body = await vended.text();
  if (vended.status !== 200) throw new Error(`The API does not vend: ${body}`);
  const bare = await startWorker<number, number>(new URL("./bare-http-process.ts", import.meta.url));
  try {
    const bareOrigin = `http://127.0.0.1:${await bare.ask(Buffer.byteLength(body))}`;
    const next = await ask({ origin: appUrl, paths: ["/api/livez"], method: "GET", headers: {} });
    for (const connections of [10, 100]) {
      const least = await ask({ origin: bareOrigin, connections });
      const warm = only(await ask({ connections }), "200");
      const unit = "requests/s";
      const named = `Warm vend over HTTP, ${connections} connections`;
      report({
        name: named,
        value: warm.perSecond,
        unit,
        against: { name: "bare node:http, body of the same size", value: least.perSecond },
        goal: "ratio >= 0.4",
      });
      const route = { name: "a route of Next that does nothing", value: next.perSecond };
      report({
        name: `${named}, beside Next`,
        value: warm.perSecond,
        unit,
        against: route,
        goal: "ratio >= 8",
      });
      const slowest = { name: "bare node:http", value: least.p99Ms };
      const goal = connections === 100 ? ({ goal: "value <= 25" } as const) : {};
      report({ name: `${named}, p99`, value: warm.p99Ms, unit: "ms", against: slowest, ...goal });
    }
    const tag = vended.headers.get("etag") ?? "";
    const confirmed = only(
      await ask({ method: "GET", headers: { ...headers, "if-none-match": tag } }),
      "304",
    );
    const whole = only(await ask({ method: "GET" }), "200");
    report({
      name: "Confirmed by 304, 100 connections",
      value: confirmed.perSecond,
      unit: "requests/s",
      against: { name: "the whole token", value: whole.perSecond },
    });
    only(await ask({ for: { requests: scaled(scale, REQUESTS) } }), "200");
    report({
      name: `Memory of the API process after ${scaled(scale, REQUESTS).toLocaleString("en")} vends more`,
      value: (await residentBytes(site)) / 1_000_000,
      unit: "MB",
      goal: "value <= 120",
    });
  } finally {
    await bare.stop();
  }
}

/** @throws {Error} Some requests got another answer, or none. */
function only(reply: LoadReply, status: string): LoadReply {
  const others = Object.keys(reply.statuses).filter((each) => each !== status);
  if (others.length === 0 && reply.unanswered === 0) return reply;
  throw new Error(
    `The API answered ${JSON.stringify(reply.statuses)}, and ${reply.unanswered} times not at all`,
  );
}

async function residentBytes({ origin, metricsToken }: Site): Promise<number> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const bytes = Number(/^process_resident_memory_bytes (\S+)/m.exec(await answer.text())?.[1]);
  if (!Number.isFinite(bytes)) throw new Error("The API does not tell its memory");
  return bytes;
}

async function ready(origin: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The API process is not ready after half a minute");
}
