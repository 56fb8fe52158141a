import { deadline } from "@/lib/time/deadline";
import { MailFailure } from "./mail-failure";

const CONNECT_MS = 10_000;
const IDLE_MS = 20_000;
/** Limit for the whole exchange, however slow the server is; shorter than a delivery's lease. */
const DEADLINE_MS = 60_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

export interface MailText {
  subject: string;
  text: string;
  html: string;
  /** Stands before the configured address instead of the configured name. */
  fromName?: string;
  /** Where answers go, instead of to the configured address. */
  replyTo?: string;
}

interface Mail extends MailText {
  to: string;
  /** The same at every attempt, so that a mail server may recognise a repetition. */
  id: string;
  /** The id of the mail that this one follows up. */
  follows: string | null;
}

export interface Mailer {
  /** As configured: an address, perhaps behind a name. */
  readonly from: string;
  /**
   * @returns The server's reply code.
   * @throws {MailFailure} The server could not be reached, or did not take the mail.
   */
  send(mail: Mail): Promise<{ status: number }>;
}

/** Sends by the server of `smtpUrl`: a connection a mail, so that nothing stays open between alerts. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const options = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password never crosses a network in the clear, not even when the server offers nothing better.
    requireTLS: user !== "" && !secure && !LOOPBACK.test(url.hostname),
    ...(user && { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const address = /<([^<>]+)>$/.exec(from)?.[1]?.trim() ?? from;
  const name = from.replace(/<[^<>]+>$/, "").trim();
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const messageId = (id: string) => `<${id}@${domain}>`;
  return {
    from,
    send: async ({ to, id, follows, subject, text, html, fromName = name, replyTo }) => {
      // Loaded with the first mail: a process that sends none keeps the memory.
      const { createTransport } = await import("nodemailer");
      const sending = createTransport(options).sendMail({
        // As objects, addresses are never parsed: no comma in one makes two of it.
        from: { name: fromName, address },
        ...(replyTo && { replyTo: { name: "", address: replyTo } }),
        to: { name: "", address: to },
        envelope: { from: address, to: [to] },
        subject,
        text,
        html,
        messageId: messageId(id),
        ...(follows && { inReplyTo: messageId(follows), references: messageId(follows) }),
        headers: { "Auto-Submitted": "auto-generated" },
      });
      const sent = sending.catch((error) => refuse(url.hostname, error));
      const { response } = await deadline(sent, DEADLINE_MS, late);
      return { status: Number(response.slice(0, 3)) || 250 };
    },
  };
}

function late(): never {
  throw new MailFailure("The mail server did not take the message in time.");
}

/** What a server's refusal means, in words; its own text only where it speaks of the mail, never of a sign-in. */
function refuse(host: string, error: { code?: unknown; responseCode?: unknown; response?: unknown }): never {
  const status = typeof error.responseCode === "number" ? error.responseCode : null;
  const said =
    typeof error.response === "string" ? `: ${error.response.replace(/\p{C}+/gu, " ").slice(0, 200)}` : "";
  const code = typeof error.code === "string" ? error.code : "";
  if (code === "EAUTH") {
    throw new MailFailure(
      `The mail server ${host} refused our sign-in. Check the user and password in SMTP_URL.`,
      status,
    );
  }
  if (code === "ETLS") throw new MailFailure(`The mail server ${host} offers no encryption we may use.`);
  if (status !== null) throw new MailFailure(`The mail server ${host} refused the message${said}`, status);
  throw new MailFailure(`The mail server ${host} could not be reached${code && ` (${code})`}.`);
}
