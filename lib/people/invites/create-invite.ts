import { recordAudit } from "@/lib/audit/record";
import { type Invite, type Narrowed, newId, type Sql, type User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { emailProblem } from "@/lib/mail";
import { DAY_MS } from "@/lib/time/durations";
import type { LinkDeps } from "../links/link-deps";
import { linkTokenHash, newLinkToken } from "../links/link-token";
import { mustBeAdmin } from "../persons/acting-admin";
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
    await mustBeAdmin(tx);
    await endUnusable(tx, email, deps.clock.nowMs());
    await refuseAccount(tx, email);
    return insertInvite(tx, deps, { email, role, byId });
  });
  return tellInvited(deps, invite);
}

/**
 * Gives an open or expired invite a new link; the link before opens nothing from then on.
 *
 * @param byMail Whether the person is mailed. Otherwise the link is the caller's to hand over.
 * @throws {CountersignError} `not_found`: the invite was accepted or revoked meanwhile. `invalid_input`: its address has
 * an account by now.
 */
export async function renewInvite(
  deps: LinkDeps,
  { id, byId, byMail }: { id: string; byId: string; byMail: boolean },
): Promise<MadeInvite> {
  const { database, clock, random } = deps;
  const atMs = clock.nowMs();
  const token = newLinkToken(random);
  const expiresAt = new Date(atMs + VALID_MS);
  const invite = await database.transaction(async (tx) => {
    const [before] = await tx.query<Before>(
      `SELECT email, role, "tokenHash" FROM "Invite" WHERE id = $1 AND "endedAt" IS NULL FOR UPDATE`,
      [id],
    );
    if (!before) throw notOpen();
    await mustBeAdmin(tx);
    await refuseAccount(tx, before.email);
    await tx.query(
      `UPDATE "Invite" SET "tokenHash" = $2, "invitedById" = $3, "expiresAt" = $4 WHERE id = $1`,
      [id, linkTokenHash(token), byId, expiresAt],
    );
    // What is left of the old link, so that its holder learns why it opens nothing.
    await tx.query(
      `INSERT INTO "Invite" (id, email, role, "tokenHash", "invitedById", "createdAt", "expiresAt", "endedAt", "endedWhy")
       VALUES ($1, $2, $3, $4, $5, $6, $6, $6, 'replaced')`,
      [newId(atMs), before.email, before.role, before.tokenHash, byId, new Date(atMs)],
    );
    await auditInvite(tx, "invite.renew", `/invites/${id}/role/${before.role}`, atMs);
    return { id, email: before.email, role: before.role, byId, token, expiresAt };
  });
  return tellInvited(deps, invite, { byMail });
}

type Before = Pick<Narrowed<Invite, { role: Role }>, "email" | "role" | "tokenHash">;

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
    await mustBeAdmin(tx);
    await auditInvite(tx, "invite.revoke", `/invites/${id}/revoke`, atMs);
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
  const [user] = await tx.query<Pick<User, "disabledAt">>(
    `SELECT "disabledAt" FROM "User" WHERE email = $1`,
    [email],
  );
  if (!user) return;
  const state = user.disabledAt ? " It is disabled: enable it instead." : "";
  throw invalid("email", `${email} has an account already.${state}`);
}

async function insertInvite(tx: Sql, { clock, random }: LinkDeps, { email, role, byId }: Invited) {
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
  await auditInvite(tx, "invite.create", `/invites/${id}/role/${role}`, atMs);
  return { id, email, role, byId, token, expiresAt };
}

async function auditInvite(
  tx: Sql,
  operation: "invite.create" | "invite.renew" | "invite.revoke",
  path: string,
  atMs: number,
): Promise<void> {
  await recordAudit(tx, { operation, outcome: "success", via: ["POST", path], responseStatus: 200, atMs });
}

function notOpen(): CountersignError {
  return new CountersignError("not_found", "This invite is not open any more. Reload the page.");
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
