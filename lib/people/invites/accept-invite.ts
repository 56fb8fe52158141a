import { recordAudits } from "@/lib/audit/record";
import { type Invite, newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { inHashingRoom } from "../links/hashing-room";
import type { LinkDeps } from "../links/link-deps";
import { linkTokenHash } from "../links/link-token";
import { hashPassword } from "../password";
import { readPersonName } from "../persons/person-name";
import { recordRefusal, UNKNOWN } from "../refusal-log";
import type { Role } from "../roles";
import { normalEmail } from "../sign-in";
import { INVITE_COLUMNS, INVITE_FAULTS, type InviteRow, type InviteState, stateOf } from "./invite-state";
import { readInvite } from "./read-invites";

type WhichInvite = { inviteId: string } | { tokenHash: string };

interface Acceptance {
  invite: WhichInvite;
  /** Proved to be the person's: by the mail that its link came in, or by a provider of identities. */
  email: string;
  name: string;
  /** Null for a person who signs in with the company's account alone. */
  passwordHash: string | null;
  nowMs: number;
}

/**
 * Accepts an open invite: the account is made with the role that was invited. However the person proves who they are,
 * it happens here. To be called in a transaction.
 *
 * @throws {CountersignError} `not_allowed` when the invite can't be accepted, or is for another address; nothing is spent.
 */
export async function acceptInvite(
  tx: Sql,
  { invite: which, email, name, passwordHash, nowMs }: Acceptance,
): Promise<{ id: string; email: string; role: Role }> {
  const invite = await claim(tx, which, nowMs);
  if (!invite || invite.email !== normalEmail(email)) throw fault("unknown");
  const id = newId(nowMs);
  const made = await tx.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash", "createdAt") VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [id, invite.email, name, invite.role, passwordHash, new Date(nowMs)],
  );
  if (made.length === 0) throw fault("has_account");
  const common = {
    outcome: "success",
    by: { kind: "person", id },
    responseStatus: 200,
    atMs: nowMs,
  } as const;
  await recordAudits(tx, [
    { operation: "invite.accept", via: ["POST", `/invites/${invite.id}/role/${invite.role}`], ...common },
    { operation: "user.create", via: ["POST", `/users/${id}`], ...common },
  ]);
  return { id, email: invite.email, role: invite.role };
}

/** The locks make uses of one invite take turns, and whoever invited stays what they are until it is decided. */
async function claim(tx: Sql, which: WhichInvite, nowMs: number): Promise<InviteRow | undefined> {
  const [column, value] = "inviteId" in which ? ["i.id", which.inviteId] : [`i."tokenHash"`, which.tokenHash];
  const [locked] = await tx.query<Pick<Invite, "id" | "invitedById">>(
    `SELECT i.id, i."invitedById" FROM "Invite" i WHERE ${column} = $1 FOR UPDATE`,
    [value],
  );
  if (!locked) return undefined;
  await tx.query(`SELECT id FROM "User" WHERE id = $1 FOR SHARE`, [locked.invitedById]);
  const [invite] = await tx.query<InviteRow>(
    `SELECT ${INVITE_COLUMNS} FROM "Invite" i JOIN "User" u ON u.id = i."invitedById" WHERE i.id = $1`,
    [locked.id],
  );
  if (!invite) return undefined;
  const state = stateOf(invite, nowMs);
  if (state !== "open") throw fault(state);
  await tx.query(`UPDATE "Invite" SET "endedAt" = $2, "endedWhy" = 'accepted' WHERE id = $1`, [
    invite.id,
    new Date(nowMs),
  ]);
  return invite;
}

/**
 * Accepts the invite of a link with a name and a password. What no invite is behind costs one look-up, and no hashing.
 *
 * @throws {CountersignError} `not_allowed` when the invite can't be accepted, `invalid_input` naming the field,
 * `too_many_attempts`.
 */
export async function acceptByLink(
  deps: LinkDeps,
  { token, name: given, password }: { token: string; name: string; password: string },
): Promise<{ id: string; email: string; role: Role }> {
  const { database, clock } = deps;
  try {
    return await inHashingRoom(deps, async () => {
      const { state, email } = await readInvite(deps, token);
      const tokenHash = linkTokenHash(token);
      if (state !== "open" || !tokenHash) throw fault(state === "open" ? "unknown" : state);
      const name = readPersonName(given);
      if (deps.sso?.breakGlass) {
        const nextStep = `Sign in with ${deps.sso.name}.`;
        throw new CountersignError("not_allowed", "Passwords are turned off here.", { nextStep });
      }
      const passwordHash = await hashPassword(password);
      const accepted = { invite: { tokenHash }, email, name, passwordHash, nowMs: clock.nowMs() };
      return database.transaction((tx) => acceptInvite(tx, accepted));
    });
  } catch (error) {
    if (error instanceof InviteFault) {
      recordRefusal(database, {
        operation: "invite.accept",
        outcome: "refused",
        by: UNKNOWN,
        via: ["POST", "/invite"],
        responseStatus: error.httpStatus,
        errorMessage: `invite is ${error.state}`,
        atMs: clock.nowMs(),
      });
    }
    throw error;
  }
}

/** Why an invite was not accepted. */
export class InviteFault extends CountersignError {
  constructor(readonly state: Exclude<InviteState, "open">) {
    super("not_allowed", INVITE_FAULTS[state]);
  }
}

const fault = (state: Exclude<InviteState, "open">) => new InviteFault(state);
