import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CountersignError } from "@/lib/errors";
import type { ProviderName, TokenService } from "@/lib/token";
import type { TokenProcessAnswer, TokenProcessCall } from "./fork-token-process";

/** Vends tokens on the parent's command, and over HTTP, until the parent goes. `setTime` takes the time it tells. */
export async function answerParent(
  service: TokenService,
  setTime: (nowMs: number) => void = () => {},
): Promise<void> {
  process.on("message", async (call: TokenProcessCall) => {
    if ("nowMs" in call) setTime(call.nowMs);
    const answer = "nowMs" in call ? {} : await vend(service, call.companyId, call.provider);
    if (process.connected) process.send?.({ call: call.call, ...answer } satisfies TokenProcessAnswer);
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ ready: await serveHttp(service), clockMs: Date.now() });
}

async function vend(service: TokenService, companyId: string, provider: ProviderName) {
  try {
    return { token: await service.getValidToken(companyId, provider, "developer") };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof CountersignError) return { code: error.code, retryable: error.retryable, message };
    return { code: "untyped", retryable: false, message };
  }
}

/** For callers that may hang up: GET /COMPANY/PROVIDER. @returns The address it listens on. */
async function serveHttp(service: TokenService): Promise<string> {
  const server = createServer(async (request, response) => {
    const [, companyId = "", provider = ""] = (request.url ?? "").split("/");
    response.end(JSON.stringify(await vend(service, companyId, provider as ProviderName)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
