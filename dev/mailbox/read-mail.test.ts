import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { readMail } from "./read-mail";

test("what nodemailer writes is read back: encoded words, quoted text and alternatives", async () => {
  const text = `Zoë's books = "ok"\n\n${"a long line ".repeat(20)}`;
  const written = await createTransport({ streamTransport: true, buffer: true, newline: "windows" }).sendMail(
    {
      from: "a@example.com",
      to: "b@example.com",
      subject: `Zoë & Søn need reconnecting, and this subject goes on for longer than one line of a header may`,
      text,
      html: "<p>Zoë = ü</p>",
    },
  );
  const mail = readMail((written.message as Buffer).toString("latin1"));
  expect(mail.subject).toMatch(/^Zoë & Søn need .* header may$/);
  expect(mail.text.replaceAll("\r\n", "\n").trim()).toBe(text.trim());
  expect(mail.html.trim()).toBe("<p>Zoë = ü</p>");
});
