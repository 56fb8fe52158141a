import { recordAudit } from "@/lib/audit/record";
import { type Link, newId, type Sql } from "@/lib/db";
import { linkTokenHash, newLinkToken } from "@/lib/people";
import { currentActor } from "@/lib/request-context";
import type { LinkDeps } from "./link-deps";
import type { LinkPurpose } from "./link-row";

interface NewLink extends Pick<Link, "companyId" | "connectionType" | "sentTo"> {
  purpose: LinkPurpose;
  validMs: number;
  /** Whose it is, where that is not the context's actor. */
  createdBy?: string;
  /** The first of those that it follows, where it takes another's place. */
  firstId?: string;
}

/** A link as it was made: the one moment at which its token is known. */
export interface FreshLink extends Omit<NewLink, "validMs"> {
  id: string;
  token: string;
  expiresAt: Date;
}

export async function insertLink(
  tx: Sql,
  { clock, random }: Pick<LinkDeps, "clock" | "random">,
  { validMs, ...link }: NewLink,
  operation: "link.create" | "link.renew",
): Promise<FreshLink> {
  const atMs = clock.nowMs();
  const id = newId(atMs);
  const token = newLinkToken(random);
  const expiresAt = new Date(atMs + validMs);
  const { companyId, connectionType, purpose, sentTo, createdBy = currentActor().id, firstId = id } = link;
  await tx.query(
    `INSERT INTO "Link" (id, "tokenHash", "companyId", "connectionType", purpose, "sentTo", "createdBy", "createdAt",
       "expiresAt", "firstId") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      linkTokenHash(token),
      companyId,
      connectionType,
      purpose,
      sentTo,
      createdBy,
      new Date(atMs),
      expiresAt,
      firstId,
    ],
  );
  await auditLink(tx, operation, { id, companyId, connectionType }, atMs);
  return { ...link, id, token, expiresAt };
}

export async function auditLink(
  tx: Sql,
  operation: "link.create" | "link.renew" | "link.revoke",
  { id, companyId, connectionType }: Pick<Link, "id" | "companyId" | "connectionType">,
  atMs: number,
): Promise<void> {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    about: { companyId, connectionType },
    via: [operation === "link.revoke" ? "DELETE" : "POST", `/links/${id}`],
    responseStatus: 200,
    atMs,
  });
}
