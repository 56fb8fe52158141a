import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Env } from "@/lib/env";
import { recordHealth } from "@/lib/health/record";
import type { TokenService } from "@/lib/token";
import { createKeyring } from "@/lib/token/keyring";
import { createProviders } from "@/lib/token/providers/registry";
import { createTokenService } from "@/lib/token/service";

const PROVIDER_CALL_TIMEOUT_MS = 60_000;
const CALLER_PATIENCE_MS = 20_000;

/** The token service of a process, from its configuration. */
export function composeTokenService(
  env: Pick<Env, "encryptionKeys" | "quickbooks" | "xero" | "simulatorUrl">,
  database: Database,
  clock: Clock,
): TokenService {
  const { simulatorUrl } = env;
  const providers = createProviders(
    {
      qbo: { ...env.quickbooks, simulatorUrl },
      xero: { ...env.xero, environment: "production", simulatorUrl },
    },
    { fetch, clock, callTimeoutMs: PROVIDER_CALL_TIMEOUT_MS },
  );
  return createTokenService({
    database,
    keyring: createKeyring(env.encryptionKeys),
    providers,
    clock,
    random: Math.random,
    recordHealth,
    patienceMs: CALLER_PATIENCE_MS,
  });
}
