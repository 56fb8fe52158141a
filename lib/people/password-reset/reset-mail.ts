import { buttonMail, type MailText, mailTime } from "@/lib/mail";

export function resetMail(email: string, url: string, expiresAt: Date): MailText {
  return buttonMail({
    subject: "Set a new password for Countersign",
    title: "Set a new password",
    paragraphs: [
      "This link sets a new password for your Countersign account. It works once.",
      "If you didn't ask for it, ignore this mail: your password stays as it is.",
    ],
    facts: [
      ["Email", email],
      ["Valid until", mailTime(expiresAt)],
    ],
    link: { url, words: "Set a new password" },
  });
}

export function changedMail(email: string, appUrl: string, at: Date): MailText {
  return buttonMail({
    subject: "Your Countersign password was changed",
    title: "Your password was changed",
    paragraphs: [
      "A new password was set by the link in our mail. You were signed out everywhere.",
      "If that was not you, reset the password now and tell an admin.",
    ],
    facts: [
      ["Email", email],
      ["Changed", mailTime(at)],
    ],
    link: { url: `${appUrl}/forgot-password`, words: "Reset the password" },
  });
}
