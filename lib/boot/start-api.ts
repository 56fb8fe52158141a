import { type ApiServer, RateLimits, serveApi } from "@/lib/api";
import { companies } from "@/lib/companies";
import { createImports, imports, installImports } from "@/lib/imports";
import { createKeyVerifier } from "@/lib/people";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";
import { exitOver } from "./index";
import { notificationRoute } from "./require-notifications";

/** The HTTP API of a process that serves tokens. */
export interface StartedApi {
  readonly port: number;
  /** Lets answers and imports under way land, then stops. */
  stop(): Promise<void>;
}

/** Starts the HTTP API; an address that can't be listened on ends the process. */
export async function startApi(runtime: Runtime, engine: TokenEngine): Promise<StartedApi> {
  const { env, database, clock, log } = runtime;
  const { addCompany } = companies();
  installImports(createImports({ database, clock, service: engine.service, addCompany, log }));
  try {
    const keys = createKeyVerifier({ database, clock, notifications: notificationRoute(env), log });
    await keys.started;
    const limits = new RateLimits(() => performance.now());
    const server = await serveApi({ runtime, keys, limits, tokens: engine.service }, env.apiAddress);
    return { port: server.port, stop: () => stop(server, keys.stop) };
  } catch (error) {
    return exitOver(error);
  }
}

async function stop(server: ApiServer, stopKeys: () => Promise<void>): Promise<void> {
  await server.stop();
  await imports().stopImports();
  await stopKeys();
}
