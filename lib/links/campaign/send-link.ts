import { contactOf } from "@/lib/companies/views";
import { CountersignError } from "@/lib/errors";
import { createLink } from "../create-link";
import type { LinkDeps } from "../link-deps";
import { isOpen, MOST_STARTS } from "../link-row";
import { revokeLink } from "../renew-link";

type Place = { companyId: string; connectionType: string };

/** Whether links can be mailed. */
export const canMail = ({ mailer }: Pick<LinkDeps, "mailer">): boolean => mailer !== null;

/**
 * Mails a new link to the company's address.
 *
 * @returns Why the mail did not leave; the link is revoked then.
 * @throws {CountersignError} `invalid_input` without an address; and as `createLink` does.
 */
export async function sendLink(
  deps: LinkDeps,
  { companyId, connectionType }: Place,
): Promise<{ linkId: string; mailProblem: string | null }> {
  const company = await contactOf(deps.database, companyId);
  if (!company?.contactEmail)
    throw new CountersignError("invalid_input", "The company has no address.", { field: "email" });
  const { id, mailProblem } = await createLink(deps, {
    companyId,
    connectionType,
    sentTo: company.contactEmail,
  });
  if (mailProblem !== null) await revokeLink(deps, id);
  return { linkId: id, mailProblem };
}

/** Those of some connections, by id, that have an open link. */
export async function findWithOpenLink(
  { database, clock }: Pick<LinkDeps, "database" | "clock">,
  connections: readonly (Place & { id: string })[],
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ asked: string }>(
    `SELECT c.asked FROM unnest($1::text[], $2::text[], $3::text[]) AS c (asked, company, type)
     WHERE EXISTS (SELECT 1 FROM "Link" l WHERE l."companyId" = c.company AND l."connectionType" = c.type
       AND ${isOpen("l", "$4", "$5")})`,
    [
      connections.map(({ id }) => id),
      connections.map(({ companyId }) => companyId),
      connections.map(({ connectionType }) => connectionType),
      new Date(clock.nowMs()),
      MOST_STARTS,
    ],
  );
  return new Set(rows.map(({ asked }) => asked));
}
