import { type MailText, mailOf } from "@/lib/mail";
import { shownText } from "@/lib/shown-text";

interface LinkMail {
  subject: string;
  title: string;
  paragraphs: readonly string[];
  facts: readonly (readonly [string, string])[];
  link: { url: string; words: string };
}

const SPELLED_OUT = "If the button does not work, open this address:";

/** A mail about one link: a button, and the address spelled out. */
export function linkMail({ paragraphs, link, ...mail }: LinkMail): MailText {
  return mailOf({
    ...mail,
    paragraphs: paragraphs.map((text) => shownText(text)),
    link: { ...link, spelledOut: SPELLED_OUT },
  });
}

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A time as mails write it: their reader's zone is not known. */
export function mailTime(at: Date): string {
  return `${format.format(at)} UTC`;
}
