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

const HOW = {
  link: "A new password was set by the link in our mail. You were signed out everywhere.",
  profile: "A new password was set in your profile. You were signed out everywhere else.",
};

export function changedMail(
  email: string,
  appUrl: string,
  { how, at }: { how: keyof typeof HOW; at: Date },
): MailText {
  return buttonMail({
    subject: "Your Countersign password was changed",
    title: "Your password was changed",
    paragraphs: [HOW[how], "If that was not you, reset the password now and tell an admin."],
    facts: [
      ["Email", email],
      ["Changed", mailTime(at)],
    ],
    link: { url: `${appUrl}/forgot-password`, words: "Reset the password" },
  });
}
