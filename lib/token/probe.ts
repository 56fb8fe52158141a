import { isCode } from "@/lib/errors";
import type { Actor } from "./actor";
import type { TokenDeps } from "./deps";
import { tokenSetOf } from "./grants";
import type { Refresher } from "./refresh";
import { requireLiveConnection } from "./require-live-connection";
import { requireProvider, requireProviderOf } from "./require-provider";
import { endedError } from "./rotation";

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
  request: { companyId: string; connectionType: string; actor: Actor },
): Promise<ProbeResult> {
  const { companyId, connectionType, actor } = request;
  const provider = requireProvider(deps.providers, connectionType);
  const connection = await requireLiveConnection(
    deps.database,
    companyId,
    connectionType,
    provider.displayName,
  );
  const { grant, tenantId } = connection;
  requireProviderOf(deps.providers, grant);
  if (grant.state !== "active") throw endedError(grant);
  const apiEndpoint = provider.probeEndpoint;
  const current = tokenSetOf(deps.keyring, grant);
  if (current.accessExpiresAtMs > deps.clock.nowMs()) {
    try {
      return { apiEndpoint, ...(await provider.probe(current.accessToken, tenantId)) };
    } catch (error) {
      if (!isCode(error, "reconnect_required")) throw error;
    }
  }
  const { tokenSet } = await refresher.refresh(grant, actor);
  return { apiEndpoint, ...(await provider.probe(tokenSet.accessToken, tenantId)) };
}
