import { type MailText, mailOf } from "@/lib/mail";

const TITLE = "Your second factor was removed";
const PARAGRAPHS = [
  "An admin removed the second factor of your Countersign account. You were signed out everywhere.",
  "Sign in with your password and set up a new one. If you didn't ask for this, tell your Countersign operator now.",
];
const FOOTER = "Sent because this address belongs to a Countersign account.";

/** Tells a person that their account is easier to enter than before. */
export function resetMail(appUrl: string): MailText {
  return mailOf({
    subject: TITLE,
    title: TITLE,
    paragraphs: PARAGRAPHS,
    facts: [],
    link: { url: new URL("/profile/second-factor", appUrl).href, words: "Set up a second factor" },
    footer: { text: FOOTER },
  });
}
