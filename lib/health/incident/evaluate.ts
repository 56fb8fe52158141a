import { NO_ANSWER, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId, type ProviderIncident, type Sql } from "@/lib/db";
import { errorClass } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { providerNames } from "@/lib/token";
import { HEALTH } from "../observe/record";
import { findEvidence } from "./evidence";
import { addTouched, findEnd, noteRecoveries, type OpenIncident } from "./touched";

/** Incidents this evaluation opened and ended. */
export interface Evaluation {
  opened: string[];
  ended: string[];
}

/**
 * Judges from what was observed of late whether a provider fails for everyone, opens its incident, keeps who is touched,
 * and ends it. May be called every few seconds by any number of processes: they take turns.
 */
export async function evaluateIncidents(deps: { database: Database; clock: Clock }): Promise<Evaluation> {
  const evaluation: Evaluation = { opened: [], ended: [] };
  await deps.database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('countersign incidents'))`);
    const nowMs = deps.clock.nowMs();
    for (const connectionType of providerNames) await evaluate(tx, connectionType, nowMs, evaluation);
  });
  return evaluation;
}

async function evaluate(tx: Sql, connectionType: string, nowMs: number, told: Evaluation): Promise<void> {
  const [newest] = await tx.query<OpenIncident & Pick<ProviderIncident, "endedAt">>(
    `SELECT id, "connectionType", cause, "startedAt", "lastFailureAt", "endedAt" FROM "ProviderIncident"
     WHERE "connectionType" = $1 ORDER BY "endedAt" IS NULL DESC, "endedAt" DESC LIMIT 1`,
    [connectionType],
  );
  const open =
    newest && !newest.endedAt ? newest : await begin(tx, connectionType, nowMs, newest?.endedAt ?? null);
  if (open && open !== newest) told.opened.push(open.id);
  const incident = open && (await addTouched(tx, open, nowMs));
  if (newest || open) await noteRecoveries(tx, connectionType, nowMs);
  const endedAt = incident && (await findEnd(tx, incident, nowMs));
  if (!endedAt) return;
  await tx.query(`UPDATE "ProviderIncident" SET "endedAt" = $2 WHERE id = $1`, [incident.id, endedAt]);
  await recordAudit(tx, {
    ...auditRow(incident, nowMs),
    operation: "incident.end",
    outcome: "success",
  });
  const { id, cause, startedAt } = incident;
  const data = { incident: id, cause, since: startedAt.toISOString(), ended_at: endedAt.toISOString() };
  await recordEvent(tx, { type: "incident.closed", about: { connectionType }, data, atMs: nowMs });
  told.ended.push(incident.id);
}

async function begin(
  tx: Sql,
  connectionType: string,
  nowMs: number,
  after: Date | null,
): Promise<OpenIncident | undefined> {
  const evidence = await findEvidence(tx, connectionType, nowMs, after);
  if (!evidence) return undefined;
  const { cause, message, providerRef, startedAt, lastFailureAt } = evidence;
  const { owner } = errorClass(cause);
  const incident = { id: newId(), connectionType, cause, startedAt, lastFailureAt };
  await tx.query(
    `INSERT INTO "ProviderIncident" (id, "connectionType", cause, owner, message, "providerRef", "startedAt", "lastFailureAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [incident.id, connectionType, cause, owner, message, providerRef, startedAt, lastFailureAt],
  );
  await recordAudit(tx, {
    ...auditRow(incident, nowMs),
    operation: "incident.open",
    outcome: "failure",
    errorMessage: message,
    providerRef: providerRef ?? undefined,
  });
  const data = { incident: incident.id, cause, owner, sentence: message, since: startedAt.toISOString() };
  await recordEvent(tx, { type: "incident.opened", about: { connectionType }, data, atMs: nowMs });
  return incident;
}

function auditRow({ id, connectionType }: Pick<OpenIncident, "id" | "connectionType">, atMs: number) {
  return {
    by: HEALTH,
    about: { connectionType },
    via: ["EVENT", `/health/incidents/${id}`],
    responseStatus: NO_ANSWER,
    atMs,
  } as const;
}
