import { startTokens, type TokenSettings } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import type { ProviderName } from "@/lib/token";

/** An application server: its own pool, cache and journal handle, with callers that it times itself. */
export interface VendQuestion {
  provider: ProviderName;
  /** One vend each, in this order. */
  companyIds: string[];
  /** Callers at once. */
  callers: number;
}

export interface VendReply {
  latenciesMs: number[];
  /** Different tokens handed out. */
  tokens: number;
  /** Message of each failed vend. */
  failures: string[];
  cpuMs: number;
}

const settings = JSON.parse(process.env.BENCH_SETTINGS ?? "") as TokenSettings;
const database = openDatabase({ url: settings.databaseUrl });
const { service } = await startTokens(settings, database, createDatabaseClock());

async function vendAll({ provider, companyIds, callers }: VendQuestion): Promise<VendReply> {
  const latenciesMs: number[] = [];
  const tokens = new Set<string>();
  const failures: string[] = [];
  const cpuBefore = process.cpuUsage();
  const waiting = companyIds.values();
  const caller = async () => {
    for (const companyId of waiting) {
      const startedMs = performance.now();
      try {
        tokens.add(await service.getValidToken(companyId, provider, "bench"));
      } catch (error) {
        failures.push(String(error));
      }
      latenciesMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { latenciesMs, tokens: tokens.size, failures, cpuMs: (user + system) / 1_000 };
}

process.on("message", async (question: VendQuestion) => process.send?.(await vendAll(question)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
