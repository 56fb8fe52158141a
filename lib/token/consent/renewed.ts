import { recordAudits } from "@/lib/audit/record";
import { companyNameOf, joinCompany } from "@/lib/companies/views";
import type { Sql } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import type { TokenDeps } from "../deps";
import { requireProvider } from "../require-provider";
import type { RenewedConnection } from "./outcome";
import type { PendingConsent } from "./pending";

/** The live connections of a grant. */
export function servedBy(tx: Sql, grantId: string): Promise<RenewedConnection[]> {
  return tx.query<RenewedConnection>(
    `SELECT c.id AS "connectionId", c."companyId", o.name AS "companyName"
     FROM "Connection" c ${joinCompany('c."companyId"')}
     WHERE c."grantId" = $1 AND c."disconnectedAt" IS NULL ORDER BY o.name, c.id`,
    [grantId],
  );
}

/**
 * Puts on record that a consent given for one company renewed the token set of others: a row of each, and what a
 * refresh would show of it, for no live read of theirs was made.
 */
export async function noteRenewed(
  deps: TokenDeps,
  tx: Sql,
  pending: PendingConsent,
  renewed: readonly RenewedConnection[],
  { generation, refused, atMs }: { generation: number; refused: boolean; atMs: number },
): Promise<void> {
  const { connectionType } = pending;
  const name = await companyNameOf(tx, pending.companyId);
  const whose = pending.companyId ? `for ${shownName(name ?? pending.companyId)}` : "on the reconnect page";
  const row = {
    operation: "connection.renew",
    outcome: "success",
    via: ["POST", requireProvider(deps.providers, connectionType).tokenEndpoint],
    responseStatus: 200,
    errorMessage: `By a consent ${whose}${refused ? ", which was refused" : ""}.`,
    generation,
    atMs,
  } as const;
  await recordAudits(
    tx,
    renewed.map(({ companyId }) => ({ ...row, about: { companyId, connectionType } })),
  );
  const observation = { connectionType, cause: null, message: null, source: "refresh", atMs } as const;
  for (const { companyId } of renewed) await deps.recordHealth(tx, { ...observation, companyId });
}
