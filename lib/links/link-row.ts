import { joinCompany } from "@/lib/companies/views";
import type { Link, Narrowed } from "@/lib/db";
import { apiKeys, joinPerson } from "@/lib/people/views";

export type LinkPurpose = "connect" | "reconnect";

/** What a link is: open, or why it starts no consent. */
export type LinkState = "open" | "used" | "revoked" | "replaced" | "expired" | "exhausted";

/** A consent may be broken off; a link that is begun more often than this is not a person's. */
export const MOST_STARTS = 10;

export type LinkRow = Omit<
  Narrowed<Link, { purpose: LinkPurpose; endedWhy: "revoked" | "replaced" | null }>,
  "tokenHash" | "endedBy"
> & { companyName: string; archivedAt: Date | null; createdByName: string; isByPerson: boolean } & {
  /** Neither disabled nor revoked. */
  isMakerActive: boolean;
  /** How often its holders renewed it, or those that it follows. */
  renewals: number;
};

export const LINK_COLUMNS = `l.id, l."companyId", l."connectionType", l.purpose, l."sentTo", l."createdBy",
  l."createdAt", l."expiresAt", l."mailedAt", l."openedAt", l.starts, l."doneAt", l."consentedBy", l."endedAt",
  l."endedWhy", l."firstId", l.reminders, l."nextReminderAt", l."wrongAt", o.name AS "companyName", o."archivedAt", COALESCE(u.name, k.name, l."createdBy") AS "createdByName",
  u.id IS NOT NULL AS "isByPerson", (u."disabledAt" IS NULL AND k."revokedAt" IS NULL) AS "isMakerActive",
  (SELECT count(*)::int FROM "Link" g WHERE g."firstId" = l."firstId" AND g."endedBy" = g.id) AS renewals`;

export const LINK_TABLES = `"Link" l ${joinCompany('l."companyId"')} ${joinPerson('l."createdBy"')}
  LEFT JOIN ${apiKeys("k")} ON k.id = l."createdBy"`;

/** The id of the link that a token opens, by its hash: the link's own, or a reminder's. */
export const linkOfToken = (hash: string) =>
  `COALESCE((SELECT own.id FROM "Link" own WHERE own."tokenHash" = ${hash}),
    (SELECT r."linkId" FROM "LinkReminder" r WHERE r."tokenHash" = ${hash}))`;

/** SQL for whether a link is open, as `stateOf` judges it of a company that is not archived. */
export const isOpen = (link: string, now: string, mostStarts: string) =>
  `(${link}."doneAt" IS NULL AND ${link}."endedAt" IS NULL AND ${link}."expiresAt" > ${now}
    AND ${link}.starts < ${mostStarts})`;

type Judged = Pick<LinkRow, "doneAt" | "endedWhy" | "archivedAt" | "expiresAt" | "starts">;

export function stateOf(link: Judged, nowMs: number): LinkState {
  if (link.doneAt) return "used";
  if (link.endedWhy) return link.endedWhy;
  if (link.archivedAt) return "revoked";
  if (link.expiresAt.getTime() <= nowMs) return "expired";
  return link.starts >= MOST_STARTS ? "exhausted" : "open";
}

/** Why a link can't be used, for the person who holds it. Nothing of a company is in it. */
export const LINK_FAULTS: Record<Exclude<LinkState, "open"> | "unknown", string> = {
  unknown: "This link is not complete, or not from here. Copy the whole address from the mail.",
  used: "This link was used already. There is nothing more to do.",
  revoked: "This link was revoked. Ask the person who sent it for a new one.",
  replaced: "A newer link replaced this one. Use the one from the newest mail.",
  expired: "This link has expired.",
  exhausted: "This link was started ten times without success.",
};
