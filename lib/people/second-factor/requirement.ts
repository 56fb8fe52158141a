import { recordAudit } from "@/lib/audit/record";
import type { Sql, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { mustBeAdmin } from "../persons/acting-admin";
import { endSessions } from "../sessions";
import type { FactorDeps } from "./deps";
import { REQUIRED } from "./step-before";

/** How many enabled people there are, and how many of them have a second factor. */
export interface SecondFactorUse {
  required: boolean;
  people: number;
  having: number;
}

export async function isSecondFactorRequired(sql: Sql): Promise<boolean> {
  const [policy] = await sql.query<{ required: boolean }>(`SELECT ${REQUIRED} AS required`);
  return policy?.required === true;
}

export async function secondFactorUse({ database }: Pick<FactorDeps, "database">): Promise<SecondFactorUse> {
  const [use] = await database.query<SecondFactorUse>(
    `SELECT ${REQUIRED} AS required, count(*)::int AS people, count(f.id)::int AS having
     FROM "User" u LEFT JOIN "SecondFactor" f ON f."userId" = u.id AND f."confirmedAt" IS NOT NULL
     WHERE u."disabledAt" IS NULL`,
  );
  return use ?? { required: false, people: 0, having: 0 };
}

/** Since when a person has a second factor; null where they have none. */
export async function secondFactorSince(
  { database }: Pick<FactorDeps, "database">,
  userId: string,
): Promise<{ since: Date; backupCodesLeft: number } | null> {
  const [found] = await database.query<{ since: Date; backupCodesLeft: number }>(
    `SELECT f."confirmedAt" AS since, (SELECT count(*)::int FROM "BackupCode" c
       WHERE c."factorId" = f.id AND c."usedAt" IS NULL) AS "backupCodesLeft"
     FROM "SecondFactor" f WHERE f."userId" = $1 AND f."confirmedAt" IS NOT NULL`,
    [userId],
  );
  return found ?? null;
}

/**
 * Requires a second factor of everybody, or no more. Turning it on ends the sessions and sign-ins under way of those who
 * have none: they set one up when they sign in.
 *
 * @throws {CountersignError} `not_allowed` for turning it on without having one.
 */
export async function requireSecondFactor({ database, clock }: FactorDeps, required: boolean): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    await mustBeAdmin(tx);
    if (required) await mustHaveOne(tx, currentActor().id);
    const changed = await tx.query(
      `INSERT INTO "SignInPolicy" AS p (id, "secondFactorRequired", "changedAt") VALUES ('all', $1, $2)
       ON CONFLICT (id) DO UPDATE SET "secondFactorRequired" = $1, "changedAt" = $2
       WHERE p."secondFactorRequired" <> $1 RETURNING 1`,
      [required, new Date(atMs)],
    );
    if (changed.length === 0) return;
    if (required) await endSessionsWithout(tx, atMs);
    await recordAudit(tx, {
      operation: "second_factor.require",
      outcome: "success",
      via: ["POST", `/users/second-factor/${required ? "required" : "optional"}`],
      responseStatus: 200,
      errorMessage: required ? "Everybody needs a second factor." : "A second factor is optional.",
      atMs,
    });
  });
}

async function mustHaveOne(tx: Sql, userId: string): Promise<void> {
  const own = await tx.query(
    `SELECT 1 FROM "SecondFactor" WHERE "userId" = $1 AND "confirmedAt" IS NOT NULL FOR SHARE`,
    [userId],
  );
  if (own.length > 0) return;
  const nextStep = "Set up your own second factor first.";
  throw new CountersignError("not_allowed", "You have no second factor.", { unchanged: true, nextStep });
}

async function endSessionsWithout(tx: Sql, atMs: number): Promise<void> {
  const without = await tx.query<Pick<User, "id">>(
    `UPDATE "User" u SET "sessionVersion" = u."sessionVersion" + 1 WHERE u.id IN (
       SELECT w.id FROM "User" w WHERE NOT EXISTS (
         SELECT 1 FROM "SecondFactor" f WHERE f."userId" = w.id AND f."confirmedAt" IS NOT NULL
       ) ORDER BY w.id FOR UPDATE
     ) RETURNING u.id`,
  );
  for (const { id } of without) await endSessions(tx, { userId: id }, "second_factor", atMs);
}
