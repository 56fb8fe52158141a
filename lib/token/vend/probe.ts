import { recordAudit } from "@/lib/audit/record";
import { isCode } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { type ServedConnection, tokenSetOf } from "../grants/grants";
import { tenantIdOf } from "../keys/tenant-id";
import type { ProbeAnswer } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import { endedError } from "../refresh/rotation";
import { requireProvider, requireProviderOf } from "../require-provider";
import { isOneOf } from "../views";
import { requireLiveConnection } from "./require-live-connection";

export interface ProbeRequest {
  companyId: string;
  connectionType: string;
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
  { companyId, connectionType, onStep }: ProbeRequest,
): Promise<ProbeResult> {
  const provider = requireProvider(deps.providers, connectionType);
  const connection = await requireLiveConnection(
    deps.database,
    companyId,
    connectionType,
    provider.displayName,
  );
  const { grant } = connection;
  requireProviderOf(deps.providers, grant);
  if (grant.state !== "active") throw endedError(grant);
  const apiEndpoint = provider.probeEndpoint;
  const tenantId = tenantIdOf(deps.keyring, connection);
  const read = async (accessToken: string): Promise<ProbeResult> => {
    onStep?.({ kind: "read", method: "GET", apiEndpoint });
    const answer = await provider.probe(accessToken, tenantId);
    if (answer.tenantName !== connection.tenantName) await keepName(deps, connection, tenantId, answer);
    return { apiEndpoint, ...answer };
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
  const { tokenSet } = await refresher.refresh(grant);
  return read(tokenSet.accessToken);
}

/** An organisation that was renamed at the provider has its new name here as well. */
async function keepName(
  { database, clock, providers, keyring }: TokenDeps,
  { connectionId, companyId, connectionType, tenantName: earlier }: ServedConnection,
  tenantId: string,
  { tenantName, providerRef }: ProbeAnswer,
): Promise<void> {
  await database.transaction(async (tx) => {
    const renamed = await tx.query(
      `UPDATE "Connection" SET "tenantName" = $4
       WHERE id = $1 AND ${isOneOf('"tenantId"', '"tenantHash"', "$2", "$5")} AND "tenantName" = $3
         AND "disconnectedAt" IS NULL RETURNING id`,
      [connectionId, [tenantId], earlier, tenantName, keyring.hashesOf(tenantId)],
    );
    if (renamed.length === 0) return;
    await recordAudit(tx, {
      operation: "connection.rename",
      outcome: "success",
      about: { companyId, connectionType },
      via: ["GET", requireProvider(providers, connectionType).probeEndpoint],
      responseStatus: 200,
      errorMessage: `From ${shownName(earlier)} to ${shownName(tenantName)}.`,
      providerRef,
      atMs: clock.nowMs(),
    });
  });
}
