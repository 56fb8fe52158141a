import { expire } from "@/dev/world/expire";
import { connect } from "./connections";
import { startProvider } from "./provider";
import type { Measurement } from "./results";
import { type Scale, scaled } from "./scale";
import { median, percentile } from "./statistics";
import type { VendQuestion, VendReply } from "./vend-process";
import { startWorker } from "./worker";
import { inWorld } from "./world";

export const name = "expired-token";

const PROCESSES = 4;
const CALLERS = 200;
const PROVIDER_LATENCY_MS = 200;
const ROUNDS = 20;

/** Everybody wants the same expired token at once, in four processes. */
export async function run(report: (measurement: Measurement) => void, scale: Scale): Promise<void> {
  const provider = await startProvider();
  try {
    await inWorld(async (world) => {
      const companyIds = await connect(world, "xero", await provider.consents("xero", 1));
      const environment = { BENCH_SETTINGS: JSON.stringify(world.settings) };
      const script = new URL("./vend-process.ts", import.meta.url);
      const start = () => startWorker<VendQuestion, VendReply>(script, environment);
      const processes = await Promise.all(Array.from({ length: PROCESSES }, start));
      await provider.addFault({
        effect: { kind: "latency", delayMs: PROVIDER_LATENCY_MS },
        endpoint: "token",
        times: 1_000_000,
      });
      const rounds: { p50: number; p99: number; refreshes: number }[] = [];
      for (let round = 0; round <= scaled(scale, ROUNDS); round++) {
        await expire(
          world.database,
          companyIds.map((companyId) => ({ companyId })),
        );
        await provider.counts("xero");
        const question = {
          provider: "xero",
          callers: CALLERS,
          companyIds: Array(CALLERS).fill(companyIds[0]),
        } as const;
        const replies = await Promise.all(processes.map((process) => process.ask(question)));
        const failure = replies.flatMap(({ failures }) => failures)[0];
        if (failure) throw new Error(`A caller was refused: ${failure}`);
        const latencies = replies.flatMap(({ latenciesMs }) => latenciesMs);
        const { refreshes, refused } = await provider.counts("xero");
        if (round === 0) continue; // warm-up
        rounds.push({
          p50: percentile(latencies, 50),
          p99: percentile(latencies, 99),
          refreshes: refreshes + refused,
        });
      }
      await Promise.all(processes.map((process) => process.stop()));

      const callers = `${PROCESSES} × ${CALLERS} callers`;
      const against = { name: "provider's latency", value: PROVIDER_LATENCY_MS };
      const most = Math.max(...rounds.map(({ refreshes }) => refreshes));
      report({ name: `${callers}: refreshes, at most`, value: most, unit: "", goal: "value <= 1" });
      report({
        name: `${callers}: wait, p50`,
        value: median(rounds.map(({ p50 }) => p50)),
        unit: "ms",
        against,
      });
      report({
        name: `${callers}: wait, p99`,
        value: median(rounds.map(({ p99 }) => p99)),
        unit: "ms",
        against,
        goal: `value <= ${PROVIDER_LATENCY_MS + 50}`,
      });
      const worst = Math.max(...rounds.map(({ p99 }) => p99));
      report({ name: `${callers}: wait, p99, worst round`, value: worst, unit: "ms", against });
    }, provider.url);
  } finally {
    await provider.stop();
  }
}
