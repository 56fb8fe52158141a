import { shownText } from "@/lib/shown-text";
import { mailOf } from "./mail-page";
import type { MailText } from "./mailer";

interface ButtonMail {
  subject: string;
  title: string;
  paragraphs: readonly string[];
  facts: readonly (readonly [string, string])[];
  link: { url: string; words: string };
}

const SPELLED_OUT = "If the button does not work, open this address:";

/** A mail about one thing to do: a button, and the address spelled out. */
export function buttonMail({ paragraphs, link, ...mail }: ButtonMail): MailText {
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
