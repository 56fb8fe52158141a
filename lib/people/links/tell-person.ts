import { newId } from "@/lib/db";
import { MailFailure, type MailText } from "@/lib/mail";
import { requestContext } from "@/lib/request-context";
import { behindAnswer } from "./behind-answer";
import type { LinkDeps } from "./link-deps";

export type TellDeps = Pick<LinkDeps, "database" | "clock" | "mailer" | "log">;

/** Mails a person what happened to their account, behind the answer. What is done stays done when the mail fails. */
export function tellPerson({ database, clock, mailer, log }: TellDeps, to: string, text: MailText): void {
  if (!mailer) return;
  const send = async () => {
    try {
      await mailer.send({ to, id: newId(clock.nowMs()), follows: null, ...text });
    } catch (error) {
      const reason = error instanceof MailFailure ? error.message : "unknown";
      log.error(
        { requestId: requestContext().requestId, reason },
        "A person was not mailed about their account",
      );
    }
  };
  if (!behindAnswer(database, send)) {
    log.error({}, "A person was not mailed about their account: too many mails wait");
  }
}
