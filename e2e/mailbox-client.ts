import type { CaughtMail } from "@/dev/mailbox/read-mail";
import { stackHandle } from "./stack-handle";

/** The mails that the app sent to one address, oldest first. */
export async function mailsTo(address: string): Promise<CaughtMail[]> {
  const response = await fetch(`${stackHandle().mailboxUrl}/mails`);
  const mails = (await response.json()) as CaughtMail[];
  return mails.filter(({ to }) => to.includes(address));
}
