import { type Database, newId } from "@/lib/db";
import { type ErrorCode, errorClass } from "@/lib/errors";
import type { Subject } from "@/lib/health/history/read-history";

/** A change of a connection's state: from when on, and what. */
export interface FixtureChange {
  atMs: number;
  cause: ErrorCode | null;
  message?: string;
  providerRef?: string;
}

export interface FixtureConnection {
  companyName?: string;
  /** Of an earlier fixture, for a company with several connections. */
  companyId?: string;
  connectionType?: string;
  state?: "active" | "needs_reconnecting" | "revoked";
  connectedAtMs: number;
  disconnectedAtMs?: number | null;
  refreshExpiresAtMs: number;
  hardExpiresAtMs?: number | null;
  issuedAtMs?: number;
  /** In the order of time; each ends as the next begins, the last is open. */
  changes?: readonly FixtureChange[];
}

/** Writes a connection and its past as the product would have left them. */
export async function addHealthFixture(database: Database, fixture: FixtureConnection): Promise<Subject> {
  const { connectionType = "qbo", changes = [], connectedAtMs } = fixture;
  const id = newId();
  const companyId = fixture.companyId ?? id;
  const at = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms));
  if (!fixture.companyId) {
    await database.query(`INSERT INTO "Company" (id, name, "createdAt") VALUES ($1, $2, $3)`, [
      companyId,
      fixture.companyName ?? `Company ${id}`,
      new Date(Math.min(connectedAtMs, ...changes.map(({ atMs }) => atMs))),
    ]);
  }
  await database.query(
    `INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, "issuedAt",
       "accessExpiresAt", "refreshExpiresAt", "hardExpiresAt", state, "stateSince")
     VALUES ($1, $2, 'sandbox', $1, '', 'k', '', $3, $3, $4, $5, $6, $3)`,
    [
      id,
      connectionType,
      at(fixture.issuedAtMs ?? connectedAtMs),
      at(fixture.refreshExpiresAtMs),
      at(fixture.hardExpiresAtMs),
      fixture.state ?? "active",
    ],
  );
  const connectedAt = new Date(connectedAtMs);
  const disconnectedAt = at(fixture.disconnectedAtMs);
  await database.query(
    `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt", "disconnectedAt") VALUES ($1, $2, $3, 'sandbox', $1, $4, $1, 'u1', $5, $6)`,
    [id, companyId, connectionType, `${fixture.companyName ?? "Acme"} Books`, connectedAt, disconnectedAt],
  );
  await addPast(database, { companyId, connectionType }, changes);
  const hardExpiresAt = at(fixture.hardExpiresAtMs);
  const refreshExpiresAt = new Date(fixture.refreshExpiresAtMs);
  return { id, companyId, connectionType, connectedAt, disconnectedAt, refreshExpiresAt, hardExpiresAt };
}

async function addPast(
  database: Database,
  { companyId, connectionType }: { companyId: string; connectionType: string },
  changes: readonly FixtureChange[],
): Promise<void> {
  const status = (cause: ErrorCode | null) => (cause === null ? "healthy" : "unhealthy");
  const owner = (cause: ErrorCode | null) => (cause === null ? null : errorClass(cause).owner);
  const time = (change: FixtureChange | undefined) => (change ? new Date(change.atMs) : null);
  await database.query(
    `INSERT INTO "HealthInterval" (id, "companyId", "connectionType", status, cause, owner, message, "providerRef",
       "startedAt", "endedAt")
     SELECT id, $1, $2, status, cause, owner, message, ref, "from", "to"
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
       $10::timestamptz[]) AS t(id, status, cause, owner, message, ref, "from", "to")`,
    [
      companyId,
      connectionType,
      changes.map(() => newId()),
      changes.map(({ cause }) => status(cause)),
      changes.map(({ cause }) => cause),
      changes.map(({ cause }) => owner(cause)),
      changes.map(({ message }) => message ?? null),
      changes.map(({ providerRef }) => providerRef ?? null),
      changes.map(time),
      changes.map((_, index) => time(changes[index + 1])),
    ],
  );
  const newest = changes.at(-1);
  if (!newest) return;
  await database.query(
    `INSERT INTO "ConnectionHealth" (id, "companyId", "connectionType", status, cause, "errorMessage", "providerRef",
       since, "lastHealthyAt") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      companyId,
      connectionType,
      status(newest.cause),
      newest.cause,
      newest.message ?? null,
      newest.providerRef ?? null,
      time(newest),
      time(changes.findLast(({ cause }) => cause === null)),
    ],
  );
}
