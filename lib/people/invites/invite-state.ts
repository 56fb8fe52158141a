import type { Invite, Narrowed } from "@/lib/db";
import type { Role } from "../roles";

/** What an invite is: open, or why it can't be accepted. */
export type InviteState =
  | "open"
  | "unknown"
  | "accepted"
  | "revoked"
  | "replaced"
  | "expired"
  /** Who invited is no enabled admin any more. */
  | "void"
  /** The address has an account by now. */
  | "has_account";

export type InviteRow = Pick<
  Narrowed<Invite, { role: Role; endedWhy: "accepted" | "revoked" | "replaced" | null }>,
  "id" | "email" | "role" | "createdAt" | "expiresAt" | "endedAt" | "endedWhy" | "invitedById"
> & { invitedByName: string; inviterIsAdmin: boolean; hasAccount: boolean };

/** What judging an invite takes, of `i` and whoever invited, `u`. */
export const INVITE_COLUMNS = `i.id, i.email, i.role, i."createdAt", i."expiresAt", i."endedAt", i."endedWhy",
  i."invitedById", u.name AS "invitedByName", u.role = 'admin' AND u."disabledAt" IS NULL AS "inviterIsAdmin",
  EXISTS (SELECT 1 FROM "User" own WHERE own.email = i.email) AS "hasAccount"`;

export function stateOf(invite: InviteRow, nowMs: number): InviteState {
  if (invite.endedAt) return invite.endedWhy ?? "revoked";
  if (invite.hasAccount) return "has_account";
  if (!invite.inviterIsAdmin) return "void";
  return invite.expiresAt.getTime() <= nowMs ? "expired" : "open";
}

/** Why an invite can't be accepted, for the person who holds its link. */
export const INVITE_FAULTS: Record<Exclude<InviteState, "open">, string> = {
  unknown: "This link is not complete, or not from here. Copy the whole address from the mail.",
  accepted: "This invite was used already. Sign in with your email and password.",
  revoked: "This invite was revoked. Ask an admin for a new one.",
  replaced: "A newer invite replaced this one. Use the link from the newest mail.",
  expired: "This invite has expired: it was valid for 7 days. Ask an admin for a new one.",
  void: "The person who invited you is no longer an admin here, so this invite is void. Ask an admin for a new one.",
  has_account: "An account with this email exists already. Sign in, or reset its password.",
};
