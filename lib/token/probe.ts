import { isCode } from "@/lib/errors";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { tokenSetOf } from "./grants";
import type { Refresher } from "./refresh";
import { requireLiveConnection } from "./require-live-connection";
import { requireProvider } from "./require-provider";
import { endedError } from "./rotation";

export interface ProbeRequest {
  companyId: string;
  connectionType: string;
  actor: Actor;
  /** Hears of each step before it is taken, so that a failure can be told from where it happened. */
  onStep?: (step: ProbeStep) => void;
}

/** One call to the provider that a probe is about to make. */
export interface ProbeStep {
  kind: "read" | "refresh";
  method: "GET" | "POST";
  apiEndpoint: string;
}

/** Evidence that a connection works right now. */
export interface ProbeResult {
  tenantName: string;
  apiEndpoint: string;
  providerRef?: string | undefined;
}

/**
 * Proves a connection by the provider's cheapest call, refreshing first if that is what it takes: an access
 * token may be refused long before its time, and only a refresh tells whether the grant itself has ended.
 *
 * @throws {CountersignError} The failure class that the provider's answer stands for.
 */
export async function probe(
  deps: TokenDeps,
  refresher: Refresher,
  { companyId, connectionType, actor, onStep }: ProbeRequest,
): Promise<ProbeResult> {
  const provider = requireProvider(deps.providers, connectionType);
  const connection = await requireLiveConnection(
    deps.database,
    companyId,
    connectionType,
    provider.displayName,
  );
  const { grant, tenantId } = connection;
  if (grant.state !== "active") throw endedError(grant);
  const apiEndpoint = provider.probeEndpoint;
  const read = async (accessToken: string): Promise<ProbeResult> => {
    onStep?.({ kind: "read", method: "GET", apiEndpoint });
    return { apiEndpoint, ...(await provider.probe(accessToken, tenantId)) };
  };
  const current = tokenSetOf(deps.keyring, grant);
  if (current.accessExpiresAtMs > deps.clock.nowMs()) {
    try {
      return await read(current.accessToken);
    } catch (error) {
      if (!isCode(error, "reconnect_required")) throw error;
    }
  }
  onStep?.({ kind: "refresh", method: "POST", apiEndpoint: provider.tokenEndpoint });
  const { tokenSet } = await refresher.refresh(grant, actor);
  return read(tokenSet.accessToken);
}
