import type { ProductEnv } from "@/lib/env";
import { buttonMail, type MailText, mailTime } from "@/lib/mail";
import { shownName } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";
import type { LinkPurpose } from "./link-row";

/** What a customer's mail says of their link. */
interface MailedLink {
  connectionType: string;
  purpose: LinkPurpose;
  companyName: string;
  /** The organisation expected; null where any may be chosen. */
  tenantName: string | null;
  url: string;
  expiresAt: Date;
}

/** The mail that brings a customer their link: why, what for, until when, and what happens if not. */
export function linkMail(link: MailedLink, product: ProductEnv): MailText {
  const { displayName, shortName, consentedBy } = providerOf(link.connectionType);
  const company = shownName(link.companyName);
  const verb = link.purpose === "reconnect" ? "Reconnect" : "Connect";
  const title = `${verb} ${company} to ${displayName}`;
  const why =
    link.purpose === "reconnect"
      ? `${product.name} reads the books of ${company} in ${displayName}. That access has ended or ends soon.`
      : `${product.name} asks for access to the books of ${company} in ${displayName}.`;
  return buttonMail({
    subject: title,
    title,
    paragraphs: [
      why,
      `It takes a minute and no account. ${consentedBy.replace(/^an?\b/, (article) => article.toUpperCase().slice(0, 1) + article.slice(1))} must approve: forward this mail to them if that is not you.`,
      link.purpose === "reconnect"
        ? `If nobody approves, ${product.name} stops reading the data of ${company}.`
        : `If nobody approves, nothing is connected.`,
    ],
    facts: [
      ["Company", company],
      ...(link.tenantName ? [["Organisation", shownName(link.tenantName)] as const] : []),
      ["Valid until", mailTime(link.expiresAt)],
      ...(product.supportContact ? [["Questions", product.supportContact] as const] : []),
    ],
    link: { url: link.url, words: `${verb} ${link.purpose === "reconnect" ? shortName : `to ${shortName}`}` },
  });
}
