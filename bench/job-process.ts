import { startTokens, type TokenSettings } from "@/lib/boot/start/start-tokens";
import { openDatabase } from "@/lib/db";
import { createHealth } from "@/lib/health";
import { type Jobs, startJobs } from "@/lib/jobs";
import { log } from "@/lib/log";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";

/** A worker that takes jobs while it is told to, and goes by a clock that is ahead by what it is told. */
export type JobQuestion = { take: boolean } | { aheadMs: number };
/** Processor time used so far. */
export interface JobReply {
  cpuMs: number;
}

const PACE = { tickMs: 25, pollSeconds: 0.5 };
const settings = JSON.parse(process.env.BENCH_SETTINGS ?? "") as TokenSettings;
const database = openDatabase({ url: settings.databaseUrl });
let aheadMs = 0;
const clock = { nowMs: () => Date.now() + aheadMs };
const tenantIds = createTenantIds(createKeyring(settings.encryptionKeys));
const engine = await startTokens(settings, database, clock);
let jobs: Jobs | undefined;

process.on("message", async (question: JobQuestion) => {
  if ("aheadMs" in question) aheadMs = question.aheadMs;
  else if (question.take) {
    const health = createHealth({
      database,
      clock,
      trustedReadHours: 24,
      tokenService: engine.service,
      tenantIds,
      log,
    });
    jobs = startJobs({ databaseUrl: settings.databaseUrl, database, clock, engine, health, log }, [], PACE);
    await jobs.started;
  } else await jobs?.stop();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 } satisfies JobReply);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
