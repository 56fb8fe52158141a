import type { ReadDeps } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { linkTokenHash } from "../links/link-token";
import type { Role } from "../roles";
import { INVITE_COLUMNS, type InviteRow, type InviteState, stateOf } from "./invite-state";

/** An invite as admins see it. */
export interface InviteView {
  id: string;
  email: string;
  role: Role;
  state: InviteState;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

/** What the holder of a link sees of its invite; nothing of one that is not open. */
export type LinkedInvite =
  | { state: "open"; email: string; role: Role; invitedByName: string; expiresAt: Date }
  | { state: Exclude<InviteState, "open">; email: "" };

/** Reads what a link leads to, and spends nothing. */
export async function readInvite({ database, clock }: ReadDeps, token: string): Promise<LinkedInvite> {
  const tokenHash = linkTokenHash(token);
  if (!tokenHash) return { state: "unknown", email: "" };
  const [invite] = await database.query<InviteRow>(
    `SELECT ${INVITE_COLUMNS} FROM "Invite" i JOIN "User" u ON u.id = i."invitedById" WHERE i."tokenHash" = $1`,
    [tokenHash],
  );
  const state = invite ? stateOf(invite, clock.nowMs()) : "unknown";
  if (!invite || state !== "open") return { state: state === "open" ? "unknown" : state, email: "" };
  const { email, role, expiresAt } = invite;
  return { state, email, role, invitedByName: shownName(invite.invitedByName), expiresAt };
}

/** Invites that a list shows. */
const SHOWN = 200;

/** The open invites, the newest first, and after them those that ended last. Replaced ones are not shown. */
export async function listInvites({ database, clock }: ReadDeps): Promise<InviteView[]> {
  const invites = await database.query<InviteRow>(
    `SELECT ${INVITE_COLUMNS} FROM "Invite" i JOIN "User" u ON u.id = i."invitedById"
     WHERE i."endedWhy" IS DISTINCT FROM 'replaced'
     ORDER BY i."endedAt" DESC NULLS FIRST, i."createdAt" DESC LIMIT $1`,
    [SHOWN],
  );
  return invites.map((invite) => viewOf(invite, clock.nowMs()));
}

/** The invite that an address means, if it is not ended. */
export async function findInvite({ database, clock }: ReadDeps, id: string): Promise<InviteView | undefined> {
  const [invite] = await database.query<InviteRow>(
    `SELECT ${INVITE_COLUMNS} FROM "Invite" i JOIN "User" u ON u.id = i."invitedById"
     WHERE i.id = $1 AND i."endedAt" IS NULL`,
    [id],
  );
  return invite && viewOf(invite, clock.nowMs());
}

function viewOf(invite: InviteRow, nowMs: number): InviteView {
  const { id, email, role, createdAt, expiresAt, endedAt } = invite;
  const invitedByName = shownName(invite.invitedByName);
  return { id, email, role, invitedByName, createdAt, expiresAt, endedAt, state: stateOf(invite, nowMs) };
}
