import { IntlMessageFormat } from "intl-messageformat";
import { shownName } from "@/lib/shown-text";
import { emailProblem } from "../email-address";
import { mailOf } from "../mail-page";
import type { MailText } from "../mailer";
import { type Language, readerOf } from "./reader";
import { de } from "./words/de";
import { type CustomerWords, en } from "./words/en";
import { es } from "./words/es";
import { fr } from "./words/fr";
import { nl } from "./words/nl";

/** What a mail to a customer is about. */
export interface CustomerMail {
  purpose: "connect" | "reconnect";
  /** The request, or which reminder of it. */
  stage: "first" | "second" | "last";
  /** When the request was first sent. */
  sentAt: Date;
  /** BCP 47, as the company has it. */
  locale: string | null;
  /** Whose product asks, and whom its customers ask: an address, a page or a telephone number. */
  product: { name: string; support: string | null };
  company: string;
  contactName: string | null;
  /** As people know it: "QuickBooks Online". */
  provider: string;
  /** The books that are expected; null for a first connection. */
  organisation: string | null;
  /** The person who asks; null for a program. */
  sender: string | null;
  /** How the data stands: no connection yet, without data since a time, until a time, or none of these. */
  data: { state: "new" | "other" } | { state: "stopped" | "ending"; at: Date };
  expiresAt: Date;
  /** The link, with its token. */
  url: string;
}

/** The messages of each language. */
export const WORDS: Readonly<Record<Language, CustomerWords>> = { en, de, fr, es, nl };

/** The mail by which a customer gets a link, in the company's language. */
export function customerMail(mail: CustomerMail): MailText {
  const { language, time } = readerOf(mail.locale);
  const product = shownName(mail.product.name);
  const support = mail.product.support ?? mail.sender ?? mail.product.name;
  const values = {
    purpose: mail.purpose,
    stage: mail.stage,
    state: mail.data.state,
    product,
    provider: mail.provider,
    company: shownName(mail.company),
    named: mail.contactName ? "yes" : "no",
    contact: shownName(mail.contactName ?? ""),
    support: shownName(support),
    sentAt: time(mail.sentAt),
    at: "at" in mail.data ? time(mail.data.at) : "",
    until: time(mail.expiresAt),
  };
  const say = (key: keyof CustomerWords) => {
    const message = new IntlMessageFormat(WORDS[language][key], language, undefined, { ignoreTag: true });
    return String(message.format(values));
  };
  const reminder = mail.stage === "first" ? [] : [say("reminder")];
  const facts: (readonly [string, string | null])[] = [
    [say("company"), values.company],
    [say("organisation"), mail.organisation && shownName(mail.organisation)],
    [say("sender"), mail.sender && shownName(mail.sender)],
    [say("until"), values.until],
  ];
  return {
    ...mailOf({
      language,
      brand: product,
      subject: say("subject"),
      title: say("title"),
      paragraphs: [say("hello"), ...reminder, say("why"), say("otherwise"), say("what")],
      facts: facts.flatMap(([term, value]) => (value ? [[term, value] as const] : [])),
      colon: say("colon"),
      link: { url: mail.url, words: say("button"), spelledOut: say("spelledOut") },
      footer: { text: `${say("validity")} ${say("ask")}` },
    }),
    fromName: product,
    ...(emailProblem(support) === undefined && { replyTo: support }),
  };
}
