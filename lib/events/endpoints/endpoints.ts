import { recordAudit } from "@/lib/audit/record";
import { newId, type RecordTx, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { newSigningSecret, rotatedSecret, sealedIn, webhookUrlProblem, webhookWords } from "@/lib/webhooks";
import type { EventDeps } from "../deps";
import { type EndpointFilter, filterWords, storedFilter } from "./endpoint-filter";
import { giveUpPending } from "./give-up-pending";

const MOST_ENDPOINTS = 20;

type RecordDeps = Pick<EventDeps, "database" | "clock">;

/**
 * Adds an endpoint, with a signing secret of its own. It gets the events that get their place from now on.
 *
 * @returns Its id, and the secret: shown now, and never again.
 * @throws {CountersignError} `invalid_input` naming the field: an address that may not be called, one that is listed
 * already, a filter that names what is not there, too many.
 */
export async function addEndpoint(
  { database, clock, secrets, network }: Pick<EventDeps, "database" | "clock" | "secrets" | "network">,
  { url: given, ...filter }: EndpointFilter & { url: string },
): Promise<{ id: string; secret: string }> {
  const problem = webhookUrlProblem(given, network.allowed);
  if (problem) throw invalid("url", problem);
  const atMs = clock.nowMs();
  const id = newId(atMs);
  const url = new URL(given).href;
  const secret = newSigningSecret();
  await database.recordTransaction(async (tx) => {
    const stored = await storedFilter(tx, filter);
    // Two additions take turns, so that neither limit is passed by both at once; readers go on.
    await tx.query(`LOCK TABLE "EventEndpoint" IN SHARE ROW EXCLUSIVE MODE`);
    const listed = await tx.prisma.eventEndpoint.findMany({
      where: { removedAt: null },
      select: { url: true },
      take: MOST_ENDPOINTS,
    });
    if (listed.some((other) => other.url === url)) throw invalid("url", "That one is on the list already.");
    if (listed.length >= MOST_ENDPOINTS)
      throw invalid("url", `There are ${MOST_ENDPOINTS} endpoints already. Remove one first.`);
    await tx.prisma.eventEndpoint.create({
      data: {
        id,
        url,
        ...sealedIn(secrets, secret, { table: "EventEndpoint", rowId: id, target: url }),
        ...stored,
        createdBy: currentActor().id,
        createdAt: new Date(atMs),
      },
    });
    await auditEndpoint(tx, "endpoint.add", { id, url }, { atMs, note: filterWords(stored) });
  });
  return { id, secret };
}

/** Takes other events from now on. @throws {CountersignError} `not_found`, `invalid_input` */
export async function changeEndpoint(
  { database, clock }: RecordDeps,
  id: string,
  filter: EndpointFilter,
): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const stored = await storedFilter(tx, filter);
    const changed = existing(await change(tx, { where: { id, removedAt: null }, data: stored }));
    await auditEndpoint(tx, "endpoint.change", changed, { atMs, note: filterWords(stored) });
  });
}

/**
 * Turns an endpoint on or off. What waited for it when it was turned off is given up: it can be sent again from a place in
 * the feed. An endpoint that is so already stays as it is, without a row.
 *
 * @throws {CountersignError} `not_found`
 */
export async function switchEndpoint(
  { database, clock }: RecordDeps,
  id: string,
  on: boolean,
): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const changed = await change(tx, {
      where: { id, removedAt: null, disabledAt: on ? { not: null } : null },
      data: { disabledAt: on ? null : new Date(atMs), disabledWhy: on ? null : "person" },
    });
    if (!changed) {
      existing(await tx.prisma.eventEndpoint.findFirst({ where: { id, removedAt: null }, select: CHANGED }));
      return;
    }
    if (!on) await giveUpPending(tx, id, "The endpoint was turned off first.");
    await auditEndpoint(tx, "endpoint.change", changed, { atMs, path: on ? "on" : "off" });
  });
}

/**
 * Gives an endpoint a new signing secret.
 *
 * @param keepDays How long messages are signed with the old secret too, so that the receiver can change over.
 * @returns The new one: shown now, and never again.
 * @throws {CountersignError} `not_found`, `invalid_input`
 */
export async function rotateEndpointSecret(
  { database, clock, secrets }: Pick<EventDeps, "database" | "clock" | "secrets">,
  id: string,
  keepDays: number,
): Promise<{ secret: string }> {
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    await tx.query(`SELECT 1 FROM "EventEndpoint" WHERE id = $1 FOR UPDATE`, [id]);
    const { url, sealedSecret } = existing(
      await tx.prisma.eventEndpoint.findFirst({
        where: { id, removedAt: null },
        select: { url: true, sealedSecret: true },
      }),
    );
    const place = { table: "EventEndpoint", rowId: id, target: url } as const;
    const kept = secrets.decrypt(existing(sealedSecret), place);
    const rotation = rotatedSecret(kept, keepDays, atMs);
    await change(tx, {
      where: { id },
      data: {
        ...sealedIn(secrets, rotation.kept, place),
        secretGeneration: { increment: 1 },
        previousUntil: rotation.previousUntil,
      },
    });
    const note = `The old secret also signs for ${keepDays} more days.`;
    await auditEndpoint(tx, "endpoint.rotate", { id, url }, { atMs, path: "secret", note });
    return { secret: rotation.secret };
  });
}

/** Removes an endpoint and its secret for good. @throws {CountersignError} `not_found` */
export async function removeEndpoint({ database, clock }: RecordDeps, id: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const removed = existing(
      await change(tx, {
        where: { id, removedAt: null },
        data: { removedAt: new Date(atMs), sealedSecret: null, keyId: null },
      }),
    );
    await giveUpPending(tx, id, "The endpoint was removed first.");
    await auditEndpoint(tx, "endpoint.remove", removed, { atMs });
  });
}

const CHANGED = { id: true, url: true } as const;

async function change(
  { prisma }: RecordTx,
  args: Pick<Parameters<typeof prisma.eventEndpoint.updateManyAndReturn>[0], "where" | "data">,
): Promise<{ id: string; url: string } | undefined> {
  const [changed] = await prisma.eventEndpoint.updateManyAndReturn({ ...args, select: CHANGED });
  return changed;
}

function existing<T>(row: T | null | undefined): T {
  if (row === undefined || row === null)
    throw new CountersignError("not_found", "This endpoint does not exist any more.");
  return row;
}

async function auditEndpoint(
  tx: Sql,
  operation: "endpoint.add" | "endpoint.change" | "endpoint.rotate" | "endpoint.remove",
  { id, url }: { id: string; url: string },
  { atMs, path, note }: { atMs: number; path?: "on" | "off" | "secret"; note?: string },
): Promise<void> {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    via: [
      operation === "endpoint.remove" ? "DELETE" : "POST",
      `/event-endpoints/${id}${path ? `/${path}` : ""}`,
    ],
    responseStatus: 200,
    errorMessage: [`To ${webhookWords(url)}.`, note].filter(Boolean).join(" "),
    atMs,
  });
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
