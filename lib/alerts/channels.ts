import { recordAudit } from "@/lib/audit/record";
import { newId, type RecordTx, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { emailProblem } from "@/lib/mail";
import { currentActor } from "@/lib/request-context";
import { newSigningSecret, rotatedSecret, sealedIn, webhookUrlProblem } from "@/lib/webhooks";
import type { AlertDeps, ChannelKind } from "./deps";
import { targetWords } from "./target-words";

const MAX_CHANNELS = 20;

type RecordDeps = Pick<AlertDeps, "database" | "clock">;
type ChannelDeps = Pick<AlertDeps, "database" | "clock" | "secrets" | "network">;

/**
 * Adds a channel for e-mail.
 *
 * @returns Its id.
 * @throws {CountersignError} `invalid_input` naming the field: no address, one that is listed already, too many.
 */
export async function addEmailChannel(deps: RecordDeps, address: string): Promise<string> {
  const problem = emailProblem(address);
  if (problem) throw invalid("address", problem);
  const id = newId(deps.clock.nowMs());
  await insert(deps, { id, kind: "email", target: address, field: "address", sealed: null });
  return id;
}

/**
 * Adds a channel for webhooks, with a signing secret of its own.
 *
 * @returns Its id, and the secret: shown now, and never again.
 * @throws {CountersignError} `invalid_input` naming the field: an address that may not be called, one that is listed
 * already, too many.
 */
export async function addWebhookChannel(
  deps: ChannelDeps,
  url: string,
): Promise<{ id: string; secret: string }> {
  const problem = webhookUrlProblem(url, deps.network.allowed);
  if (problem) throw invalid("url", problem);
  const id = newId(deps.clock.nowMs());
  const target = new URL(url).href;
  const secret = newSigningSecret();
  const sealed = sealedIn(deps.secrets, secret, { table: "AlertChannel", rowId: id, target });
  await insert(deps, { id, kind: "webhook", target, field: "url", sealed });
  return { id, secret };
}

interface NewChannel {
  id: string;
  kind: ChannelKind;
  target: string;
  /** The form field that a refusal names. */
  field: string;
  sealed: ReturnType<typeof sealedIn> | null;
}

async function insert({ database, clock }: RecordDeps, channel: NewChannel): Promise<void> {
  const { id, kind, target, field, sealed } = channel;
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    // Two additions take turns, so that neither limit is passed by both at once; readers go on.
    await tx.query(`LOCK TABLE "AlertChannel" IN SHARE ROW EXCLUSIVE MODE`);
    const listed = await tx.prisma.alertChannel.findMany({
      where: { removedAt: null, userId: null },
      select: { kind: true, target: true },
      take: MAX_CHANNELS,
    });
    if (listed.some((other) => other.kind === kind && other.target === target))
      throw invalid(field, "That one is on the list already.");
    if (listed.length >= MAX_CHANNELS)
      throw invalid(field, `There are ${MAX_CHANNELS} channels already. Remove one first.`);
    await tx.prisma.alertChannel.create({
      data: {
        id,
        kind,
        target,
        ...sealed,
        createdBy: currentActor().id,
        createdAt: new Date(atMs),
      },
    });
    await auditChannel(tx, "alert.channel_add", { id, kind, target }, atMs);
  });
}

/**
 * Turns a channel on or off. What waited to be sent when it was turned off is given up, so that turning it on again
 * floods nobody with old news. A channel that is so already stays as it is, without a row.
 *
 * @throws {CountersignError} `not_found`
 */
export async function switchChannel({ database, clock }: RecordDeps, id: string, on: boolean): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const changed = await change(tx, {
      where: { id, userId: null, removedAt: null, disabledAt: on ? { not: null } : null },
      data: { disabledAt: on ? null : new Date(atMs), disabledWhy: on ? null : "person" },
    });
    if (!changed) return requireChannel(tx, id);
    if (!on) await giveUpPending(tx, id, "The channel was turned off first.");
    await auditChannel(tx, "alert.channel_change", changed, atMs, on ? "on" : "off");
  });
}

/**
 * Gives a webhook a new signing secret.
 *
 * @param keepDays How long messages are signed with the old secret too, so that the receiver can change over.
 * @returns The new one: shown now, and never again.
 * @throws {CountersignError} `not_found`, also of an e-mail channel; `invalid_input`
 */
export async function rotateChannelSecret(
  { database, clock, secrets }: Pick<AlertDeps, "database" | "clock" | "secrets">,
  id: string,
  keepDays: number,
): Promise<{ secret: string }> {
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    await tx.query(`SELECT 1 FROM "AlertChannel" WHERE id = $1 FOR UPDATE`, [id]);
    const channel = existing(
      (await tx.prisma.alertChannel.findFirst({ where: { id, kind: "webhook", removedAt: null } })) ??
        undefined,
    );
    const { target, sealedSecret } = channel;
    const place = { table: "AlertChannel", rowId: id, target } as const;
    const { secret, kept, previousUntil } = rotatedSecret(
      secrets.decrypt(existing(sealedSecret ?? undefined), place),
      keepDays,
      atMs,
    );
    await change(tx, {
      where: { id },
      data: { ...sealedIn(secrets, kept, place), secretGeneration: { increment: 1 }, previousUntil },
    });
    await auditChannel(tx, "alert.channel_change", { id, kind: "webhook", target }, atMs, "secret");
    return { secret };
  });
}

/**
 * Removes a channel and its secret for good. What it was told stays on record.
 *
 * @throws {CountersignError} `not_found`
 */
export async function removeChannel({ database, clock }: RecordDeps, id: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const changed = await change(tx, {
      where: { id, userId: null, removedAt: null },
      data: { removedAt: new Date(atMs), sealedSecret: null, keyId: null },
    });
    const channel = existing(changed);
    await giveUpPending(tx, id, "The channel was removed first.");
    await auditChannel(tx, "alert.channel_remove", channel, atMs);
  });
}

const CHANGED = { id: true, kind: true, target: true } as const;

async function change(
  { prisma }: RecordTx,
  args: Pick<Parameters<typeof prisma.alertChannel.updateManyAndReturn>[0], "where" | "data">,
): Promise<ChangedChannel | undefined> {
  const [changed] = await prisma.alertChannel.updateManyAndReturn({ ...args, select: CHANGED });
  return changed as ChangedChannel | undefined;
}

async function requireChannel({ prisma }: RecordTx, id: string): Promise<void> {
  existing(
    (await prisma.alertChannel.findFirst({
      where: { id, userId: null, removedAt: null },
      select: CHANGED,
    })) ?? undefined,
  );
}

type ChangedChannel = Pick<NewChannel, "id" | "kind" | "target">;

export function existing<T>(row: T | undefined): T {
  if (row === undefined) throw new CountersignError("not_found", "This channel does not exist any more.");
  return row;
}

async function giveUpPending({ prisma }: RecordTx, channelId: string, why: string): Promise<void> {
  await prisma.alertDelivery.updateMany({
    where: { channelId, nextAttemptAt: { not: null } },
    data: { nextAttemptAt: null, lastError: why },
  });
}

async function auditChannel(
  tx: Sql,
  operation: "alert.channel_add" | "alert.channel_change" | "alert.channel_remove",
  { id, kind, target }: ChangedChannel,
  atMs: number,
  path?: "on" | "off" | "secret",
): Promise<void> {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    via: [
      operation === "alert.channel_remove" ? "DELETE" : "POST",
      `/alert-channels/${id}${path ? `/${path}` : ""}`,
    ],
    responseStatus: 200,
    errorMessage: `${kind === "email" ? "E-mail" : "Webhook"} to ${targetWords(kind, target)}.`,
    atMs,
  });
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
