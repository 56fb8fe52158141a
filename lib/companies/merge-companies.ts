import type { Company, RecordTx, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { foreignText } from "@/lib/foreign-text";
import { moveHealth } from "@/lib/health/views";
import { isVisible, shownName } from "@/lib/shown-text";
import { lockConnectionsOfBoth, type MovableConnection, moveConnection } from "@/lib/token/views";
import { auditCompany, type CompanyDeps, lockCompany } from "./lock-company";

/** Two entries of one customer: the one that stays, and the one that is merged into it. */
export interface Merge {
  intoId: string;
  fromId: string;
  /** Kept in the audit log of both. */
  reason: string;
}

const REASON = { min: 5, max: 500 };

/**
 * Gives one company's live connections, with their past, to another, and archives the first with a pointer to the second.
 * Audit rows stay under the id they were made for. Its id gets no tokens from then on.
 *
 * @returns The providers whose connections moved. Merging what is merged already changes nothing.
 * @throws {CountersignError} `not_found`; `invalid_input` when the reason is missing, when they are one company, when
 *   one is archived, or when the one that stays has, or had, a connection to the same provider.
 */
export async function mergeCompanies({ database, clock }: CompanyDeps, merge: Merge): Promise<string[]> {
  const { intoId, fromId } = merge;
  const reason = requireReason(merge.reason);
  if (intoId === fromId) throw refused("A company can't be merged into itself.");
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const { into, from } = await lockBoth(tx, merge);
    if (from.mergedIntoId === intoId) return [];
    if (into.archivedAt) throw refused(`${shownName(into.name)} is archived.`, "Unarchive it first.");
    if (from.archivedAt) throw refused(`${shownName(from.name)} is archived already.`);
    const connections = await lockConnectionsOfBoth(tx, [intoId, fromId]);
    const moving = connections.filter((each) => each.companyId === fromId && !each.disconnectedAt);
    for (const connection of moving) refuseBoth(connections, connection, { into, from });
    for (const connection of moving) await move(tx, connection, intoId, atMs);
    await tx.query(`UPDATE "Company" SET "archivedAt" = $2, "mergedIntoId" = $3 WHERE id = $1`, [
      fromId,
      new Date(atMs),
      intoId,
    ]);
    await auditBoth(tx, { into, from }, moving, { reason, atMs });
    return moving.map(({ connectionType }) => connectionType);
  });
}

type Party = Pick<Company, "id" | "name" | "archivedAt" | "mergedIntoId">;
interface Parties {
  into: Party;
  from: Party;
}

/** In the order of their ids, so that two merges at once wait for one another instead of for ever. */
async function lockBoth(tx: Sql, { intoId, fromId }: Merge): Promise<Parties> {
  if (intoId < fromId) {
    const into = await lockCompany(tx, intoId);
    return { into, from: await lockCompany(tx, fromId) };
  }
  const from = await lockCompany(tx, fromId);
  return { from, into: await lockCompany(tx, intoId) };
}

/** A company has one connection to a provider, and an ended one keeps its past. */
function refuseBoth(
  connections: readonly MovableConnection[],
  { connectionType, tenantName }: MovableConnection,
  { into, from }: Parties,
): void {
  const own = connections.find(
    (each) => each.companyId === into.id && each.connectionType === connectionType,
  );
  if (!own) return;
  const [stays, goes] = [shownName(into.name), shownName(from.name)];
  if (own.disconnectedAt) {
    const message = `${stays} was connected to ${shownName(own.tenantName)}, whose history it keeps.`;
    throw refused(message, `Merge ${stays} into ${goes} instead.`);
  }
  const message = `Both are connected: ${stays} to ${shownName(own.tenantName)}, ${goes} to ${shownName(tenantName)}.`;
  throw refused(message, `Disconnect ${goes} first.`);
}

async function move(
  tx: RecordTx,
  { companyId, connectionType, tenantName }: MovableConnection,
  to: string,
  atMs: number,
): Promise<void> {
  const data = { organisation: { name: tenantName } };
  await recordEvent(tx, {
    type: "connection.disconnected",
    about: { companyId, connectionType },
    data,
    atMs,
  });
  const way = { from: companyId, to, connectionType };
  await moveConnection(tx, way);
  await moveHealth(tx, way);
  await recordEvent(tx, {
    type: "connection.connected",
    about: { companyId: to, connectionType },
    data,
    atMs,
  });
}

async function auditBoth(
  tx: Sql,
  { into, from }: Parties,
  moved: readonly MovableConnection[],
  { reason, atMs }: { reason: string; atMs: number },
): Promise<void> {
  const organisations = moved.map(({ tenantName }) => shownName(tenantName)).join(", ") || "no connection";
  const change = { operation: "company.merge", method: "POST", path: "/merge", atMs } as const;
  const named = ({ id, name }: Party) => `“${shownName(name)}” (${id})`;
  const words = { from: `Merged into ${named(into)}`, into: `Took over ${named(from)}` };
  await auditCompany(tx, {
    ...change,
    companyId: from.id,
    words: `${words.from} with ${organisations}: ${reason}`,
  });
  await auditCompany(tx, {
    ...change,
    companyId: into.id,
    words: `${words.into} with ${organisations}: ${reason}`,
  });
}

function requireReason(given: string): string {
  const reason = foreignText(given, REASON.max).trim();
  if ([...reason].filter(isVisible).length >= REASON.min) return reason;
  const message = `Give a reason of ${REASON.min} characters or more.`;
  throw new CountersignError("invalid_input", message, { field: "reason" });
}

function refused(message: string, nextStep?: string): CountersignError {
  return new CountersignError("invalid_input", message, { unchanged: true, ...(nextStep && { nextStep }) });
}
