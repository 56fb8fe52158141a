import { newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { newBackupCodes } from "./backup-codes";
import type { FactorDeps } from "./deps";
import { auditFactor, factorOf, secretOf } from "./factor-row";
import { spendCode } from "./spend-code";
import { newTotpSecret, totpAddress } from "./totp";

/** Who sets up a second factor, and the browser in which they do. */
export interface Enroller {
  userId: string;
  startedBy: string;
}

/** What the page shows: only the browser that began sees it. */
export interface Enrolment {
  id: string;
  secret: string;
  /** `otpauth://…`, for the QR code. */
  address: string;
}

/** A secret that lay on a screen for longer is made again. */
const ENROLMENT_MS = 15 * 60_000;

/**
 * Begins to set up a second factor, for a person who has just proved who they are. One begun before is void.
 *
 * @throws {CountersignError} `not_allowed` where they have one.
 */
export async function beginEnrolment(deps: FactorDeps, { userId, startedBy }: Enroller): Promise<void> {
  const atMs = deps.clock.nowMs();
  const id = newId(atMs);
  const sealed = deps.secrets.encrypt(newTotpSecret(deps.random), { rowId: id, userId });
  const begun = await deps.database.query(
    `INSERT INTO "SecondFactor" AS f (id, "userId", "sealedSecret", "keyId", "startedBy", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT ("userId") DO UPDATE SET id = EXCLUDED.id, "sealedSecret" = EXCLUDED."sealedSecret",
       "keyId" = EXCLUDED."keyId", "startedBy" = EXCLUDED."startedBy", "createdAt" = EXCLUDED."createdAt",
       "lastStep" = NULL
     WHERE f."confirmedAt" IS NULL RETURNING 1`,
    [id, userId, sealed, deps.secrets.keyId, startedBy, new Date(atMs)],
  );
  if (begun.length === 0) throw hasOne();
}

/** What was begun in this browser and not yet confirmed; undefined for nothing. */
export async function findEnrolment(
  deps: FactorDeps,
  { userId, startedBy }: Enroller,
  email: string,
): Promise<Enrolment | undefined> {
  const factor = await factorOf(deps.database, userId);
  if (!factor || factor.confirmedAt || factor.startedBy !== startedBy) return undefined;
  if (deps.clock.nowMs() >= factor.createdAt.getTime() + ENROLMENT_MS) return undefined;
  const secret = secretOf(deps, factor);
  return { id: factor.id, secret, address: await totpAddress(secret, email) };
}

/**
 * Turns the second factor on: a right code proves that the app has the secret.
 *
 * @returns Ten backup codes, shown this once.
 * @throws {CountersignError} `invalid_input` for `code`; `not_allowed` where one is on already.
 */
export function confirmEnrolment(deps: FactorDeps, enroller: Enroller, code: string): Promise<string[]> {
  const atMs = deps.clock.nowMs();
  return deps.database.transaction((tx) => confirmIn(tx, deps, { ...enroller, code, atMs }));
}

/** `confirmEnrolment` in a transaction that does more. */
export async function confirmIn(
  tx: Sql,
  deps: FactorDeps,
  { userId, startedBy, code, atMs }: Enroller & { code: string; atMs: number },
): Promise<string[]> {
  await tx.query(`SELECT 1 FROM "SecondFactor" WHERE "userId" = $1 FOR UPDATE`, [userId]);
  const factor = await factorOf(tx, userId);
  if (factor?.confirmedAt) throw hasOne();
  const isOpen = factor?.startedBy === startedBy && atMs < factor.createdAt.getTime() + ENROLMENT_MS;
  if (!factor || !isOpen) throw overtaken();
  if (!(await spendCode(tx, deps, { factor, typed: code, atMs }))) throw wrongCode();
  await tx.query(`UPDATE "SecondFactor" SET "confirmedAt" = $2 WHERE id = $1`, [factor.id, new Date(atMs)]);
  await auditFactor(tx, { userId, what: "on", sentence: "Second factor turned on.", atMs });
  return newBackupCodes(tx, deps.random, factor.id);
}

/** Replaces the backup codes of a person who has just proved who they are. */
export async function renewBackupCodes(deps: FactorDeps, userId: string): Promise<string[]> {
  const atMs = deps.clock.nowMs();
  return deps.database.transaction(async (tx) => {
    const factor = await factorOf(tx, userId);
    if (!factor?.confirmedAt) throw new CountersignError("not_allowed", "You have no second factor.");
    await auditFactor(tx, { userId, what: "backup-codes", sentence: "New backup codes.", atMs });
    return newBackupCodes(tx, deps.random, factor.id);
  });
}

export function wrongCode(field = "code"): CountersignError {
  const message = "This code is not right, or was used before.";
  return new CountersignError("invalid_input", message, { field });
}

function hasOne(): CountersignError {
  return new CountersignError("not_allowed", "You have a second factor already.");
}

function overtaken(): CountersignError {
  const nextStep = "Load this page again and start over.";
  return new CountersignError("not_allowed", "This set-up has expired.", { nextStep });
}
