import { RateLimits, serveApi } from "@/lib/api";
import { companies } from "@/lib/companies";
import { createImports, imports, installImports } from "@/lib/imports";
import { createKeyVerifier } from "@/lib/people";
import type { Runtime } from "@/lib/runtime";
import type { TokenEngine } from "@/lib/token";
import { exitOver } from "../index";
import { notificationRoute } from "../require-notifications";

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
    const stopping = new AbortController();
    const deps = { runtime, keys, limits, tokens: engine.service, stopping: stopping.signal };
    const server = await serveApi(deps, env.apiAddress);
    const stop = async () => {
      stopping.abort();
      await server.stop();
      await imports().stopImports();
      await keys.stop();
    };
    return { port: server.port, stop };
  } catch (error) {
    return exitOver(error);
  }
}
