import { startTokens } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { createHealth } from "@/lib/health";
import { startJobs } from "@/lib/jobs";
import { log } from "@/lib/log";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { answerParent } from "./answer-parent";
import type { TokenProcessSetup } from "./fork-token-process";

/** A process of its own that takes jobs, and vends on command: a worker, or a web process that runs the jobs itself. */
const { settings, timings, jobs, nowMs } = JSON.parse(
  process.env.TOKEN_PROCESS_SETUP ?? "",
) as TokenProcessSetup;
const database = openDatabase({ url: settings.databaseUrl });
let toldMs = nowMs ?? 0;
const clock = nowMs === undefined ? createDatabaseClock() : { nowMs: () => toldMs };
const tenantIds = createTenantIds(createKeyring(settings.encryptionKeys));
const engine = await startTokens(settings, database, clock, timings);
const keepFresh: typeof engine.keepFresh = async (grants) => {
  process.send?.({ took: grants.map(({ grantId }) => grantId) });
  await engine.keepFresh(grants);
};
const health = createHealth({
  database,
  clock,
  trustedReadHours: 24,
  tokenService: engine.service,
  tenantIds,
  log,
});
const { databaseUrl } = settings;
const deps = { databaseUrl, database, clock, engine: { ...engine, keepFresh }, health, log };
await startJobs(deps, [], jobs).started;
await answerParent(engine.service, (ms) => {
  toldMs = ms;
});
