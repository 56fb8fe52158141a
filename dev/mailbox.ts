import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { mailboxPage } from "./mailbox/page";
import { type CaughtMail, readMail } from "./mailbox/read-mail";

const MAX_KEPT = 500;

/** A mail server that keeps what it is sent and passes nothing on. */
export interface Mailbox {
  smtpUrl: string;
  /** A page of all mails; `/mails` has them as JSON. */
  url: string;
  /** Oldest first. */
  mails(): readonly CaughtMail[];
  /** Refuses every mail from now on with this reply; undefined takes them again. */
  refuse(reply: { code: number; message: string } | undefined): void;
  close(): Promise<void>;
}

/** Starts one on loopback, at free ports. */
export async function startMailbox(): Promise<Mailbox> {
  const kept: CaughtMail[] = [];
  let refusal: { code: number; message: string } | undefined;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      void collect(stream).then((raw) => {
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        const to = rcptTo.map(({ address }) => address);
        kept.push({ ...readMail(raw), from, to, receivedAtMs: Date.now() });
        kept.splice(0, kept.length - MAX_KEPT);
        done();
      }, done);
    },
  });
  const web = createServer((request, response) => {
    const json = request.url === "/mails";
    response.setHeader("content-type", json ? "application/json" : "text/html; charset=utf-8");
    response.end(json ? JSON.stringify(kept) : mailboxPage(kept));
  });
  const [smtpPort, webPort] = await Promise.all([listening(smtp.server, smtp), listening(web, web)]);
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    url: `http://127.0.0.1:${webPort}`,
    mails: () => kept,
    refuse: (reply) => {
      refusal = reply;
    },
    close: async () => {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => web.close(resolve)),
      ]);
    },
  };
}

async function collect(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

async function listening(
  server: Server,
  starter: { listen(port: number, host: string, ready: () => void): unknown },
): Promise<number> {
  await new Promise<void>((resolve) => starter.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
