import { recordAudit } from "@/lib/audit/record";
import { newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { emailProblem } from "@/lib/mail";
import { DAY_MS } from "@/lib/time/durations";
import type { LinkDeps } from "../links/link-deps";
import { linkTokenHash, newLinkToken } from "../links/link-token";
import { isRole, type Role } from "../roles";
import { normalEmail } from "../sign-in";
import { type MadeInvite, tellInvited } from "./tell-invited";

const VALID_MS = 7 * DAY_MS;

interface Invited {
  email: string;
  role: Role;
  /** Who invites. */
  byId: string;
}

/**
 * Invites a person to make their own account, and mails them the link.
 *
 * @throws {CountersignError} `invalid_input` naming the field: a malformed address, one that has an account or an open
 * invite, an unknown role.
 */
export async function createInvite(
  deps: LinkDeps,
  given: { email: string; role: string; byId: string },
): Promise<MadeInvite> {
  const email = normalEmail(given.email);
  const problem = emailProblem(email);
  if (problem) throw invalid("email", problem);
  const { role, byId } = given;
  if (!isRole(role)) throw invalid("role", "A role is admin, support or finance.");
  const invite = await deps.database.transaction(async (tx) => {
    await endUnusable(tx, email, deps.clock.nowMs());
    await refuseAccount(tx, email);
    return insertInvite(tx, deps, { email, role, byId }, "invite.create");
  });
  return tellInvited(deps, invite);
}

/**
 * Makes a new link for an open or expired invite; the link before opens nothing from then on.
 *
 * @param byMail Whether the person is mailed. Otherwise the link is the caller's to hand over.
 * @throws {CountersignError} `not_found`: the invite was accepted, revoked or replaced meanwhile. `invalid_input`: its
 * address has an account by now.
 */
export async function renewInvite(
  deps: LinkDeps,
  { id, byId, byMail }: { id: string; byId: string; byMail: boolean },
): Promise<MadeInvite> {
  const nowMs = deps.clock.nowMs();
  const invite = await deps.database.transaction(async (tx) => {
    const [before] = await tx.query<{ email: string; role: Role }>(
      `UPDATE "Invite" SET "endedAt" = $2, "endedWhy" = 'replaced' WHERE id = $1 AND "endedAt" IS NULL
       RETURNING email, role`,
      [id, new Date(nowMs)],
    );
    if (!before) throw notOpen();
    await refuseAccount(tx, before.email);
    return insertInvite(tx, deps, { ...before, byId }, "invite.renew");
  });
  return tellInvited(deps, invite, { byMail });
}

/**
 * Ends an open invite.
 *
 * @throws {CountersignError} `not_found`: it is not open any more.
 */
export async function revokeInvite(
  { database, clock }: Pick<LinkDeps, "database" | "clock">,
  id: string,
): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const ended = await tx.query(
      `UPDATE "Invite" SET "endedAt" = $2, "endedWhy" = 'revoked' WHERE id = $1 AND "endedAt" IS NULL RETURNING id`,
      [id, new Date(atMs)],
    );
    if (ended.length === 0) throw notOpen();
    await recordAudit(tx, {
      operation: "invite.revoke",
      outcome: "success",
      via: ["POST", `/invites/${id}/revoke`],
      responseStatus: 200,
      atMs,
    });
  });
}

/** An invite that nobody can accept is in nobody's way. */
async function endUnusable(tx: Sql, email: string, nowMs: number): Promise<void> {
  await tx.query(
    `UPDATE "Invite" i SET "endedAt" = $2, "endedWhy" = 'replaced' FROM "User" u
     WHERE i.email = $1 AND i."endedAt" IS NULL AND u.id = i."invitedById"
       AND (i."expiresAt" <= $2 OR u.role <> 'admin' OR u."disabledAt" IS NOT NULL)`,
    [email, new Date(nowMs)],
  );
}

async function refuseAccount(tx: Sql, email: string): Promise<void> {
  const [user] = await tx.query<{ disabledAt: Date | null }>(
    `SELECT "disabledAt" FROM "User" WHERE email = $1`,
    [email],
  );
  if (!user) return;
  const state = user.disabledAt ? " It is disabled: enable it instead." : "";
  throw invalid("email", `${email} has an account already.${state}`);
}

async function insertInvite(
  tx: Sql,
  { clock, random }: LinkDeps,
  { email, role, byId }: Invited,
  operation: "invite.create" | "invite.renew",
) {
  const atMs = clock.nowMs();
  const id = newId(atMs);
  const token = newLinkToken(random);
  const expiresAt = new Date(atMs + VALID_MS);
  const made = await tx.query(
    `INSERT INTO "Invite" (id, email, role, "tokenHash", "invitedById", "createdAt", "expiresAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) WHERE "endedAt" IS NULL DO NOTHING RETURNING id`,
    [id, email, role, linkTokenHash(token), byId, new Date(atMs), expiresAt],
  );
  if (made.length === 0) throw invalid("email", `${email} is invited already. Send that invite again.`);
  await recordAudit(tx, {
    operation,
    outcome: "success",
    via: ["POST", `/invites/${id}/role/${role}`],
    responseStatus: 200,
    atMs,
  });
  return { id, email, role, byId, token, expiresAt };
}

function notOpen(): CountersignError {
  return new CountersignError("not_found", "This invite is not open any more. Reload the page.");
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
