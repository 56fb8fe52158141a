import { shownText } from "@/lib/shown-text";
import { mailPage } from "./mail-page";
import type { MailText } from "./mailer";

interface ButtonMail {
  subject: string;
  title: string;
  paragraphs: readonly string[];
  facts: readonly (readonly [string, string])[];
  link: { url: string; words: string };
}

const SPELLED_OUT = "If the button does not work, open this address:";

/** A mail about one thing to do: a button, and the address spelled out. It loads nothing, so nobody is followed by it. */
export function buttonMail({ subject, title, paragraphs, facts, link }: ButtonMail): MailText {
  const said = paragraphs.map((text) => shownText(text));
  const footer = { text: SPELLED_OUT, url: link.url };
  return {
    subject: shownText(subject, MAX_SUBJECT),
    text: [
      title,
      ...said,
      facts.map(([term, value]) => `${term}: ${value}`).join("\n"),
      `${link.words}: ${link.url}`,
    ].join("\n\n"),
    html: mailPage({ title, paragraphs: said, facts, link, footer }),
  };
}

const MAX_SUBJECT = 180;

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A time as mails write it: their reader's zone is not known. */
export function mailTime(at: Date): string {
  return `${format.format(at)} UTC`;
}
