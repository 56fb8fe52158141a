import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budgetKilobytes, scales } from "@/dev/page-weight";
import { startStack } from "@/dev/stack";
import { signedInAdmin } from "@/dev/stack/signed-in-admin";
import { pagesBehindSignIn, publicPages } from "@/e2e/pages";
import { type Gallery, publishStack } from "@/e2e/stack-handle";
import { openDatabase } from "@/lib/db";
import { createKeyring } from "@/lib/token/keys/keyring";
import { makePast } from "./pages-past";
import type { Goal, Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { percentile } from "./statistics";

export const name = "pages";

const CONNECTIONS = 5_000;
const AUDIT_ROWS = 300_000;
const WARM_UPS = 10;
const REQUESTS = 60;

interface Page {
  name: string;
  path: string;
  isPublic: boolean;
}

/** Every page of Next's production server over a busy installation's database: its time, and the weight of its scripts. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-bench-pages-"));
  chmodSync(dataDir, 0o755); // Postgres runs as a user of its own where the bench runs as root
  let gallery: Gallery | undefined;
  let cookie = "";
  try {
    const stack = await startStack({
      dataDir,
      prepare: async ({ databaseUrl, env }) => {
        const database = openDatabase({ url: databaseUrl });
        const keyring = createKeyring({ current: env.ENCRYPTION_KEY, previous: [] });
        const size = { connections: CONNECTIONS, auditRows: scaled(scale, AUDIT_ROWS) };
        gallery = await makePast(database, keyring, size);
        cookie = await signedInAdmin(database, env);
        await database.close();
        // The pages alone: jobs would spend the first minutes on grants that no provider knows.
        env.JOBS_IN_WEB = "false";
      },
      say: console.log,
    });
    try {
      if (!gallery) throw new Error("The stack started without its past");
      const { appUrl, simulator, mailbox, databaseUrl, env } = stack;
      const addresses = {
        appUrl,
        simulatorUrl: simulator.url,
        mailboxUrl: mailbox.url,
        identityProviderUrl: "",
        databaseUrl,
      };
      publishStack({ ...addresses, env, folder: dataDir, gallery });
      const cpuMs = cpuMeter(appUrl, env.METRICS_TOKEN);
      await measure({ appUrl, cookie, cpuMs, requests: scaled(scale, REQUESTS) }, report);
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Site {
  appUrl: string;
  cookie: string;
  /** Processor time the server has used so far. */
  cpuMs: () => Promise<number>;
  requests: number;
}

async function measure(
  { appUrl, cookie, cpuMs, requests }: Site,
  report: (measurement: Measurement) => void,
): Promise<void> {
  const weigh = scales(appUrl);
  for (const page of pages()) {
    const load = () => loaded(`${appUrl}${page.path}`, page.isPublic ? "" : cookie);
    for (let count = 0; count < WARM_UPS; count++) await load();
    const times: number[] = [];
    const cpuBeforeMs = await cpuMs();
    for (let count = 0; count < requests; count++) times.push((await load()).ms);
    const cpuEachMs = ((await cpuMs()) - cpuBeforeMs) / requests;
    const { html } = await load();
    const p95 = percentile(times, 95);
    const goal = timeGoal(page.path);
    report({ name: `${page.name}: p50`, value: percentile(times, 50), unit: "ms" });
    report({ name: `${page.name}: p95`, value: p95, unit: "ms", ...(goal && { goal }) });
    // On a busy machine the one figure of the three that says how much work a page is.
    report({ name: `${page.name}: processor time of the server`, value: cpuEachMs, unit: "ms" });
    const kilobytes = (await weigh(html)) / 1_000;
    const budget: Goal = `value <= ${budgetKilobytes(page.path)}`;
    report({ name: `${page.name}: scripts, gzipped`, value: kilobytes, unit: "kB", goal: budget });
  }
}

/** Read from the app's own metrics. */
function cpuMeter(appUrl: string, token: string): () => Promise<number> {
  return async () => {
    const headers = { authorization: `Bearer ${token}` };
    const text = await (await fetch(`${appUrl}/api/metrics`, { headers })).text();
    const seconds = Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
    if (!Number.isFinite(seconds)) throw new Error("The app does not tell its processor time");
    return seconds * 1_000;
  };
}

/** The pages that the browser tests know, so that a new one comes by itself. */
function pages(): Page[] {
  const behind = pagesBehindSignIn().map(({ name, path }) => ({ name, path, isPublic: false }));
  const audit = behind.some(({ path }) => path.startsWith("/audit"))
    ? []
    : [{ name: "audit log", path: "/audit", isPublic: false }];
  const typed = [
    { name: "connections, a search", path: "/connections?search=00001", isPublic: false },
    { name: "health, a search", path: "/health?search=00001", isPublic: false },
    { name: "health, only trouble", path: "/health?trouble=90d", isPublic: false },
  ];
  return [
    ...publicPages.map(({ name, path }) => ({ name, path, isPublic: true })),
    ...behind,
    ...audit,
    ...typed,
  ];
}

/** From the request to the last byte of the answer, over a kept connection. */
async function loaded(url: string, cookie: string): Promise<{ ms: number; html: string }> {
  const startedMs = performance.now();
  const response = await fetch(url, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
  const html = await response.text();
  if (response.status >= 300) throw new Error(`${url} answered ${response.status}`);
  return { ms: performance.now() - startedMs, html };
}

function timeGoal(path: string): Goal | undefined {
  if (path === "/" || path === "/health") return "value <= 150";
  return path.startsWith("/audit") ? "value <= 100" : undefined;
}
