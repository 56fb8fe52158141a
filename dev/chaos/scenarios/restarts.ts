import { setTimeout as pause } from "node:timers/promises";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import { type ChaosWorld, connectBoth, openChaosWorld } from "../harness/chaos-world";
import { until } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { prepareApp, type ServedApp } from "../harness/served-app";
import { startServer } from "../harness/server";

const FULL_RESTARTS = 50;
const COMPANIES = 8;
const BETWEEN_CALLS_MS = 20;
/** Longer than it takes to see that a process that was told to end is not ready. */
const DRAIN_LATENCY_MS = 3_000;

/** Postgres goes and comes under a running app, which also starts while Postgres is away. */
export const restarts: Scenario = {
  name: "restarts",
  threat: 12,
  title: "Postgres restarted under the app, and away when the app starts",
  run: async (_, scale) => {
    const server = await startServer({ durable: true });
    try {
      const world = await openChaosWorld({ databaseUrl: server.url });
      try {
        return await restartUnder(world, server.pgCtl, scale);
      } finally {
        await world.close();
      }
    } finally {
      await server.stop();
    }
  },
};

type PgCtl = (...args: string[]) => Promise<void>;

async function restartUnder(world: ChaosWorld, pgCtl: PgCtl, scale: number): Promise<Outcome> {
  const as = scale < 1 ? "process" : "web";
  const subjects = await connectBoth(world, COMPANIES);
  const prepared = await prepareApp(world, as);
  try {
    await pgCtl("stop", "-m", "fast");
    const app = prepared.start();
    await until("the app says that it waits for Postgres", () => app.log().includes("does not answer yet"));
    await pgCtl("start");
    await until("the app is ready", () => isReady(app));
    const seen = { notReady: 0, readyAgain: 0, dead: 0 };
    const stopCalling = new AbortController();
    const calling = callOn(app, as, subjects, stopCalling.signal);
    const count = times(FULL_RESTARTS, scale);
    for (let restart = 0; restart < count; restart++) {
      await pgCtl("stop", "-m", restart % 2 === 0 ? "immediate" : "fast");
      await until("the app is not ready", async () => (await app.get("/api/readyz"))?.status === 503);
      seen.notReady++;
      if ((await app.get("/api/livez"))?.status !== 200) seen.dead++;
      await pgCtl("start");
      await until("the app is ready again", () => isReady(app));
      seen.readyAgain++;
    }
    stopCalling.abort();
    const calls = await calling;
    const exits = app.ended() === undefined ? 0 : 1;
    const drained = as === "process" ? await drain(world, app, subjects) : [];
    const how = await app.end();
    const inOrder = how === "ended with code 0";
    return {
      ran: `${count} restarts under ${as === "web" ? "Next's production server" : "the app's start and routes without Next"}, started while Postgres was away`,
      checks: [
        { what: "process exits", seen: exits, wanted: 0 },
        { what: "restarts in which it said not ready", seen: seen.notReady, wanted: count },
        { what: "restarts after which it said ready again", seen: seen.readyAgain, wanted: count },
        { what: "times it did not say that it lives", seen: seen.dead, wanted: 0 },
        { what: "callers without any answer", seen: calls.unanswered, wanted: 0 },
        ...drained,
        { what: "ordered stops that ended in order", seen: inOrder ? 1 : 0, wanted: 1 },
      ],
      counts: { callsServed: calls.served, callsFailed: calls.failed },
      notes: exits === 0 && inOrder ? [] : [`the app ${how}`, app.log().slice(-2_000)],
    };
  } finally {
    await prepared.clear();
  }
}

const isReady = async (app: ServedApp) => (await app.get("/api/readyz"))?.status === 200;

/** Calls as long as it is let: somebody always is in the middle of a query when Postgres goes. */
async function callOn(
  app: ServedApp,
  as: "web" | "process",
  subjects: readonly Subject[],
  signal: AbortSignal,
) {
  const calls = { served: 0, failed: 0, unanswered: 0 };
  await Promise.all(
    subjects.map(async ({ companyId, provider }) => {
      while (!signal.aborted) {
        const response = await app.get(as === "web" ? "/connections" : `/vend/${companyId}/${provider}`);
        await response?.arrayBuffer();
        if (!response) calls.unanswered++;
        else if (response.ok) calls.served++;
        else calls.failed++;
        await pause(BETWEEN_CALLS_MS);
      }
    }),
  );
  return calls;
}

/** Told to end amid a refresh, it says that it is not ready, and the refresh lands. */
async function drain(world: ChaosWorld, app: ServedApp, subjects: readonly Subject[]) {
  const [subject] = subjects;
  if (!subject) return [];
  const slow = { kind: "latency", delayMs: DRAIN_LATENCY_MS } as const;
  world.simulator.control.addFault({ endpoint: "token", effect: slow, times: 1 });
  const asked = () => {
    const { qbo, xero } = world.simulator.control.counters();
    return qbo.tokenRequests.refresh_token + xero.tokenRequests.refresh_token;
  };
  const before = asked();
  await expire(world.database, [subject]);
  // Until the app has heard that the token ran out, it serves the one it holds.
  const vends: ReturnType<ServedApp["get"]>[] = [];
  const isAsked = () => {
    if (asked() > before) return true;
    vends.push(app.get(`/vend/${subject.companyId}/${subject.provider}`));
    return false;
  };
  await until("the refresh is under way", isAsked, 50);
  const ended = app.end();
  let said = "";
  await until("the app says that it is ending", async () => {
    said = (await (await app.get("/api/readyz"))?.text()) ?? "";
    return said.includes("ending") || app.ended() !== undefined;
  });
  const cut = (await Promise.all(vends)).filter((answer) => !answer?.ok).length;
  await ended;
  return [
    { what: "ordered stops in which it said not ready", seen: said.includes("ending") ? 1 : 0, wanted: 1 },
    { what: "refreshes cut by an ordered stop", seen: cut, wanted: 0 },
  ];
}
