// Writes every mail to customers, in every language, as HTML and text: node dev/run.mjs dev/mail-gallery/main.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { customerMail } from "@/lib/mail/customer";
import { sampleMails } from "./samples";

const FOLDER = ".data/mails";
const LOCALES = ["en-GB", "de-DE", "fr-FR", "es-ES", "nl-NL"];

mkdirSync(FOLDER, { recursive: true });
const rows = LOCALES.flatMap((locale) =>
  sampleMails(locale).map(({ name, mail }) => {
    const { subject, text, html, fromName, replyTo } = customerMail(mail);
    const file = `${locale}-${name}`;
    writeFileSync(`${FOLDER}/${file}.html`, html);
    writeFileSync(
      `${FOLDER}/${file}.txt`,
      `From: ${fromName}\nReply-To: ${replyTo ?? ""}\nSubject: ${subject}\n\n${text}\n`,
    );
    return `<li><a href="${file}.html">${file}</a> <a href="${file}.txt">text</a></li>`;
  }),
);
writeFileSync(
  `${FOLDER}/index.html`,
  `<!doctype html><meta charset="utf-8"><title>Mails</title><ul>${rows.join("")}</ul>`,
);
console.log(`${rows.length} mails are in ${FOLDER}/index.html`);
