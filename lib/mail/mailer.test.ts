import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mailbox, startMailbox } from "@/dev/mailbox";
import { mailTextOf } from "@/lib/alerts/email/mail-text";
import { testPayload } from "@/lib/alerts/payload";
import { createMailer } from "./mailer";

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox();
});
afterAll(() => mailbox.close());

const payload = testPayload("https://countersign.example.com", new Date(0));
const mail = { to: "ops@example.com", id: "d1", follows: null };
const from = "Countersign <alerts@example.com>";

test.each([
  "Acme\r\nBcc: all@example.com",
  "Acme\nSubject: other",
  "Acme\u2028Bcc: all@example.com",
  "Acme\u0000\u0085Bcc: all@example.com",
  `${"A".repeat(5_000)}\r\nBcc: all@example.com`,
])("no name of a company adds a header or a receiver (%#)", async (name) => {
  const text = mailTextOf({ ...payload, data: { ...payload.data, title: `${name} needs reconnecting` } });
  await createMailer({ smtpUrl: mailbox.smtpUrl, from }).send({ ...mail, ...text });
  const caught = mailbox.mails().at(-1);
  expect(caught?.to).toEqual(["ops@example.com"]);
  expect(caught?.headers.bcc).toBeUndefined();
  expect(caught?.headers.subject).not.toMatch(/[\r\n]/);
  expect(Object.keys(caught?.headers ?? {}).sort()).toEqual(
    ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"].sort(),
  );
});

test("a product's mail has its name before the configured address, and answers go where it says", async () => {
  const product = { fromName: "Bookly, Ltd <all@example.com>", replyTo: "help@bookly.example" };
  await createMailer({ smtpUrl: mailbox.smtpUrl, from }).send({
    ...mail,
    ...mailTextOf(payload),
    ...product,
  });
  const caught = mailbox.mails().at(-1);
  expect(caught).toMatchObject({ from: "alerts@example.com", to: ["ops@example.com"] });
  expect(caught?.headers.from).toBe('"Bookly, Ltd <all@example.com>" <alerts@example.com>');
  expect(caught?.headers["reply-to"]).toBe("help@bookly.example");
});

test("what a name holds of HTML is text in the mail", () => {
  const { html } = mailTextOf({
    ...payload,
    data: { ...payload.data, sentence: `<img src=x onerror="x"> & 'Sons'` },
  });
  expect(html).toContain("&lt;img src=x onerror=&quot;x&quot;&gt; &amp; &#39;Sons&#39;");
  expect(html).not.toContain("<img");
});

test("a password crosses no network in the clear", async () => {
  const plain = await startPlainServer();
  // Leads to this machine as well, but does not say so.
  const elsewhere = `smtp://user:canary@0.0.0.0:${plain.port}`;
  await expect(
    createMailer({ smtpUrl: elsewhere, from }).send({ ...mail, ...mailTextOf(payload) }),
  ).rejects.toThrow("The mail server 0.0.0.0 offers no encryption we may use.");
  expect(plain.heard()).not.toMatch(/AUTH/i);
  const local = `smtp://user:canary@127.0.0.1:${plain.port}`;
  const failure = await createMailer({ smtpUrl: local, from })
    .send({ ...mail, ...mailTextOf(payload) })
    .catch((error: Error) => error);
  expect(failure).toMatchObject({ message: expect.stringContaining("refused our sign-in"), status: 535 });
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("canary");
  await plain.close();
});

test("a server that is not there is named, not its error's text", async () => {
  const smtpUrl = "smtp://127.0.0.1:1";
  await expect(createMailer({ smtpUrl, from }).send({ ...mail, ...mailTextOf(payload) })).rejects.toThrow(
    /^The mail server 127\.0\.0\.1 could not be reached \(\w+\)\.$/,
  );
});

/** Speaks just enough SMTP to refuse a sign-in, and repeats what it was told in its refusal. */
async function startPlainServer(): Promise<{ port: number; heard(): string; close(): Promise<void> }> {
  let heard = "";
  const server: Server = createServer((socket) => {
    socket.write("220 hello\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const line = chunk.toString();
      heard += line;
      if (/^EHLO/i.test(line)) socket.write("250-hello\r\n250 AUTH PLAIN\r\n");
      else if (/^AUTH/i.test(line)) socket.write(`535 no, not canary ${line}`);
      else if (/^STARTTLS/i.test(line)) socket.write("502 not here\r\n");
      else socket.end("221 bye\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    heard: () => heard,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
