import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
  const answer = await vend(companyId, provider);
  if (process.connected) process.send?.({ call, ...answer } satisfies TokenProcessAnswer);
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: await serveHttp(), clockMs: Date.now() });

async function vend(companyId: string, provider: ProviderName) {
  try {
    return { token: await service.getValidToken(companyId, provider, "developer") };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof CountersignError) return { code: error.code, retryable: error.retryable, message };
    return { code: "untyped", retryable: false, message };
  }
}

/** For callers that may hang up: GET /COMPANY/PROVIDER. @returns The address it listens on. */
async function serveHttp(): Promise<string> {
  const server = createServer(async (request, response) => {
    const [, companyId = "", provider = ""] = (request.url ?? "").split("/");
    response.end(JSON.stringify(await vend(companyId, provider as ProviderName)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
