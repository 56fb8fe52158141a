import { expire } from "@/dev/world/expire";
import type { ProviderName } from "@/lib/token";
import { type Consented, connect } from "./connections";
import { type BenchProvider, startProvider } from "./provider";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { concurrentIntuit, concurrentXero, refreshIntuit, refreshXero, type SdkCallers } from "./sdks";
import { median } from "./statistics";
import type { VendQuestion, VendReply } from "./vend-process";
import { startWorker, type Worker } from "./worker";
import { type BenchWorld, inWorld } from "./world";

export const name = "refreshes";

const GRANTS = 10_000;
const ROUNDS = 5;
/** The sides take turns with the grants of a round; with `--full` each refreshes all of them. */
const TURNS = 3;
/** Sides that are only compared with take this part of a round's grants. */
const SAMPLE = 5;
const CALLERS = 32;

type Application = Worker<VendQuestion, VendReply>;

/** Ten thousand expired grants of Xero: by one, two and four processes, without a journal, and by the SDK alone. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const provider = await startProvider();
  try {
    await inWorld(async (world) => {
      const companyIds = await connect(world, "xero", await provider.consents("xero", scaled(scale, GRANTS)));
      const applications = await Promise.all([1, 2, 3, 4].map(() => start(world)));
      // The journal's folder is a file: the service says so at start and runs without one.
      const withoutJournal = await start(world, import.meta.filename);
      const sample = Math.floor(companyIds.length / ROUNDS / TURNS / SAMPLE);
      const intuit = await provider.consents("qbo", sample);
      const xero = await provider.consents("xero", sample);
      await measure(report, provider, world, companyIds, scale.full ? 1 : TURNS, {
        applications,
        withoutJournal,
        intuit,
        xero,
      });
      await collide(report, provider, world, applications);
      await Promise.all([...applications, withoutJournal].map((application) => application.stop()));
    }, provider.url);
  } finally {
    await provider.stop();
  }
}

function start({ settings }: BenchWorld, journalDirectory = settings.journalDirectory): Promise<Application> {
  return startWorker(new URL("./vend-process.ts", import.meta.url), {
    BENCH_SETTINGS: JSON.stringify({ ...settings, journalDirectory }),
  });
}

interface Sides {
  applications: readonly Application[];
  withoutJournal: Application;
  intuit: Consented[];
  xero: Consented[];
}

async function measure(
  report: (measurement: Measurement) => void,
  provider: BenchProvider,
  world: BenchWorld,
  companyIds: readonly string[],
  turns: number,
  { applications, withoutJournal, intuit, xero }: Sides,
): Promise<void> {
  const cpuMs: number[] = [];
  const ours = (processes: readonly Application[]) => (ids: readonly string[]) =>
    perSecond(provider, "xero", ids.length, async () => {
      const usedMs = await refreshAll(processes, ids);
      if (processes.length === 1) cpuMs.push(usedMs / ids.length);
    });
  const sides: Record<string, (ids: readonly string[]) => Promise<number>> = {
    "1 process": ours(applications.slice(0, 1)),
    "2 processes": ours(applications.slice(0, 2)),
    "4 processes": ours(applications),
    "1 process, no journal": (ids) => ours([withoutJournal])(ids.slice(0, Math.floor(ids.length / SAMPLE))),
    "intuit-oauth": () =>
      perSecond(provider, "qbo", intuit.length, () => refreshIntuit(provider.url, intuit, CALLERS)),
    "xero-node": () =>
      perSecond(provider, "xero", xero.length, () => refreshXero(provider.url, xero, CALLERS)),
  };
  const rates = new Map(Object.keys(sides).map((side) => [side, [] as number[]]));
  const slice = Math.floor(companyIds.length / ROUNDS / turns);
  const mine = (round: number, turn: number) => {
    const from = (round * turns + (turn % turns)) * slice;
    return companyIds.slice(from, from + slice);
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [turn, [side, refresh]] of Object.entries(sides).entries()) {
      const ids = mine(round, turn);
      await expire(
        world.database,
        ids.map((companyId) => ({ companyId })),
      );
      rates.get(side)?.push(await refresh(ids));
    }
  }
  const rate = (side: string) => median(rates.get(side) ?? []);
  const unit = "grants/s";
  const grants = companyIds.length.toLocaleString("en-US");
  const of = (side: string) => `Refresh, ${grants} grants stored, ${side}`;
  const alone = { name: "xero-node, nothing stored", value: rate("xero-node") };
  report({ name: of("1 process"), value: rate("1 process"), unit, against: alone });
  const one = { name: "1 process", value: rate("1 process") };
  for (const side of ["2 processes", "4 processes", "1 process, no journal"]) {
    report({ name: of(side), value: rate(side), unit, against: one });
  }
  report({ name: "CPU of our process, each refresh", value: median(cpuMs), unit: "ms" });
  report({ name: "intuit-oauth, nothing stored", value: rate("intuit-oauth"), unit, against: one });
}

/** @returns Processor time of ours, in milliseconds. */
async function refreshAll(processes: readonly Application[], companyIds: readonly string[]): Promise<number> {
  const replies = await Promise.all(
    processes.map((process, index) => {
      const own = companyIds.filter((_, position) => position % processes.length === index);
      return process.ask({ provider: "xero", companyIds: own, callers: CALLERS });
    }),
  );
  const failure = replies.flatMap(({ failures }) => failures)[0];
  if (failure) throw new Error(`A refresh failed: ${failure}`);
  return replies.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** @throws {Error} The provider counted another number of refreshes. */
async function perSecond(
  provider: BenchProvider,
  of: ProviderName,
  grants: number,
  refresh: () => Promise<void>,
): Promise<number> {
  await provider.counts(of);
  const startedMs = performance.now();
  await refresh();
  const elapsedMs = performance.now() - startedMs;
  const { refreshes, refused } = await provider.counts(of);
  if (refreshes !== grants || refused > 0) {
    throw new Error(`${grants} grants were refreshed by ${refreshes} refreshes and ${refused} refusals`);
  }
  return grants / (elapsedMs / 1_000);
}

const COLLISIONS = 25;
const AT_ONCE = 4;

/** Four callers with the same expired token: in four of our processes, and with the SDKs alone. */
async function collide(
  report: (measurement: Measurement) => void,
  provider: BenchProvider,
  world: BenchWorld,
  applications: readonly Application[],
): Promise<void> {
  await provider.addFault({
    effect: { kind: "latency", delayMs: 20 },
    endpoint: "token",
    grantType: "refresh_token",
    times: 1_000_000,
  });
  const alone = async (of: ProviderName, callers: SdkCallers) => {
    const consents = await provider.consents(of, COLLISIONS);
    await provider.counts(of);
    for (const consent of consents) await callers(provider.url, consent, AT_ONCE);
    return provider.counts(of);
  };
  for (const [of, sdk, callers] of [
    ["qbo", "intuit-oauth", concurrentIntuit],
    ["xero", "xero-node", concurrentXero],
  ] as const) {
    const companyIds = await connect(world, of, await provider.consents(of, COLLISIONS));
    await expire(
      world.database,
      companyIds.map((companyId) => ({ companyId })),
    );
    await provider.counts(of);
    for (const companyId of companyIds) {
      const question = { provider: of, companyIds: [companyId], callers: 1 };
      const replies = await Promise.all(applications.map((application) => application.ask(question)));
      const failure = replies.flatMap(({ failures }) => failures)[0];
      if (failure) throw new Error(`A caller was refused: ${failure}`);
    }
    const ours = await provider.counts(of);
    const theirs = await alone(of, callers);
    const what = `${AT_ONCE} callers, 1 expired token of ${of}`;
    report({
      name: `${what}: calls at the provider`,
      value: (ours.refreshes + ours.refused) / COLLISIONS,
      unit: "",
      against: { name: `${sdk} alone`, value: (theirs.refreshes + theirs.refused) / COLLISIONS },
      goal: "value <= 1",
    });
    report({
      name: `${what}: refused (invalid_grant)`,
      value: ours.refused / COLLISIONS,
      unit: "",
      against: { name: `${sdk} alone`, value: theirs.refused / COLLISIONS },
      goal: "value <= 0",
    });
  }
}
