import type { FaultInput } from "@/dev/simulator/faults";
import type { ProviderName } from "@/lib/token";
import type { Consented } from "./connections";
import type { ProviderQuestion, ProviderReply } from "./provider-process";
import { startWorker } from "./worker";

/** How often the provider was asked to refresh, and how it answered. */
interface RefreshCounts {
  refreshes: number;
  refused: number;
}

export interface BenchProvider {
  readonly url: string;
  consents(provider: ProviderName, count: number): Promise<Consented[]>;
  addFault(fault: FaultInput): Promise<void>;
  clearFaults(): Promise<void>;
  /** What happened since the last call. */
  counts(provider: ProviderName): Promise<RefreshCounts>;
  stop(): Promise<void>;
}

/** Starts both providers as a process: in ours, their work would count as ours. */
export async function startProvider(): Promise<BenchProvider> {
  const worker = await startWorker<ProviderQuestion, ProviderReply>(
    new URL("./provider-process.ts", import.meta.url),
  );
  const url = (await worker.ask("url")) as string;
  const post = async (verb: string, body: object) => {
    const answer = await fetch(`${url}/control/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The simulator refused ${verb}: ${await answer.text()}`);
  };
  return {
    url,
    consents: async (provider, count) => (await worker.ask({ provider, consents: count })) as Consented[],
    addFault: (fault) => post("addFault", fault),
    clearFaults: () => post("clearFaults", {}),
    counts: async (provider) => {
      const counters = await (await fetch(`${url}/control/counters`)).json();
      await post("resetCounters", {});
      const { refreshes, tokenRequests } = counters[provider];
      return { refreshes, refused: tokenRequests.refresh_token - refreshes };
    },
    stop: worker.stop,
  };
}
