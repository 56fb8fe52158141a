import { startTokens } from "@/lib/boot/start-tokens";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { ProviderName } from "@/lib/token";
import type { TokenProcessAnswer, TokenProcessCall, TokenProcessSetup } from "./fork-token-process";

/** A process of its own that vends tokens on command, as one of several application servers would. */
const setup = JSON.parse(process.env.TOKEN_PROCESS_SETUP ?? "") as TokenProcessSetup;
const database = openDatabase({ url: setup.settings.databaseUrl });
const { service } = await startTokens(setup.settings, database, createDatabaseClock(), setup.timings);

process.on("message", async ({ call, companyId, provider }: TokenProcessCall) => {
  process.send?.({ call, ...(await vend(companyId, provider)) } satisfies TokenProcessAnswer);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

async function vend(companyId: string, provider: ProviderName) {
  try {
    return { token: await service.getValidToken(companyId, provider, "developer") };
  } catch (error) {
    if (error instanceof CountersignError) return { code: error.code, retryable: error.retryable };
    return {
      code: "untyped",
      retryable: false,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
