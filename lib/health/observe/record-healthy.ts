import type { ConnectionHealth, Sql } from "@/lib/db";
import type { HealthyObservation } from "@/lib/token";
import { recordHealth } from "./record";

/**
 * Notes that a refresh succeeded: in one statement for those who were well already, as any observation for the rest.
 *
 * @param tx The transaction of the refresh.
 */
export async function recordHealthy(
  tx: Sql,
  { companyIds, connectionType, providerRef, atMs }: HealthyObservation,
): Promise<void> {
  const stillWell = await tx.query<Pick<ConnectionHealth, "companyId">>(
    `UPDATE "ConnectionHealth" SET "providerRef" = $3, "lastChecked" = $4, "lastHealthyAt" = $4
     WHERE "companyId" = ANY($1) AND "connectionType" = $2 AND status = 'healthy' AND cause IS NULL
     RETURNING "companyId"`,
    [companyIds, connectionType, providerRef ?? null, new Date(atMs)],
    "record still well",
  );
  const noted = new Set(stillWell.map(({ companyId }) => companyId));
  const observed = {
    connectionType,
    cause: null,
    message: null,
    providerRef,
    source: "refresh",
    atMs,
  } as const;
  for (const companyId of companyIds) {
    if (!noted.has(companyId)) await recordHealth(tx, { ...observed, companyId });
  }
}
