import { contactOf } from "@/lib/companies/views";
import type { ConnectionDetail } from "@/lib/health";
import { type CustomerMail, customerMail } from "@/lib/mail/customer";
import { providerOf } from "@/lib/token";
import { connectionOf } from "../expected-connection";
import type { LinkDeps } from "../link-deps";
import type { LinkRow } from "../link-row";

export type MailingDeps = LinkDeps & { mailer: NonNullable<LinkDeps["mailer"]> };

/**
 * Mails a link, or a reminder of it, in the company's language.
 *
 * @param nth Which reminder it is; 0 is the request.
 * @throws {MailFailure}
 */
export async function mailLink(
  deps: MailingDeps,
  link: LinkRow & { sentTo: string },
  { token, nth, stage }: { token: string; nth: number; stage: CustomerMail["stage"] },
): Promise<void> {
  const { database, mailer, product, appUrl } = deps;
  const [contact, connection] = await Promise.all([
    contactOf(database, link.companyId),
    connectionOf(deps, link),
  ]);
  const text = customerMail({
    purpose: link.purpose,
    stage,
    sentAt: link.mailedAt ?? link.createdAt,
    locale: contact?.locale ?? null,
    product: { name: product.name, support: product.supportContact ?? null },
    company: link.companyName,
    contactName: contact?.contactName ?? null,
    provider: providerOf(link.connectionType).displayName,
    organisation: link.purpose === "reconnect" ? (connection?.tenantName ?? null) : null,
    sender: link.isByPerson ? link.createdByName : null,
    data: dataOf(link, connection),
    expiresAt: link.expiresAt,
    url: linkUrl(appUrl, token),
  });
  const id = nth === 0 ? link.id : `${link.id}-${nth}`;
  await mailer.send({ to: link.sentTo, id, follows: nth === 0 ? null : link.id, ...text });
}

/** Where the holder of a token goes. */
export const linkUrl = (appUrl: string, token: string): string => `${appUrl}/connect/${token}`;

function dataOf(
  { purpose }: Pick<LinkRow, "purpose">,
  connection: ConnectionDetail | undefined,
): CustomerMail["data"] {
  if (purpose === "connect") return { state: "new" };
  const { status, since, deadline } = connection?.verdict ?? {};
  if (status === "needs_reconnecting" && since) return { state: "stopped", at: since };
  return deadline ? { state: "ending", at: deadline.at } : { state: "other" };
}
