import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { sampleMails } from "@/dev/mail-gallery/samples";
import { customerMail, WORDS } from "./customer-mail";
import { LANGUAGES, readerOf } from "./reader";

const [sample] = sampleMails("en-GB");
if (!sample) throw new Error("There is no sample.");
const mailTo = (locale: string | null, change: Partial<typeof sample.mail> = {}) =>
  customerMail({ ...sample.mail, locale, ...change });

type Elements = ReturnType<IntlMessageFormat["getAst"]>;
const LITERAL = 0;

/** What a message asks for: its placeholders, and the choices of each that chooses. */
function asks(elements: Elements, into: Record<string, string[]> = {}): Record<string, string[]> {
  for (const element of elements) {
    if (element.type === LITERAL || !("value" in element)) continue;
    const options = "options" in element ? element.options : {};
    into[element.value] = Object.keys(options).sort();
    for (const { value } of Object.values(options)) asks(value, into);
  }
  return into;
}

const asked = (words: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(words).map(([key, message]) => [key, asks(new IntlMessageFormat(message).getAst())]),
  );

test.each(LANGUAGES)("%s has every message, with the placeholders and choices of English", (language) => {
  expect(asked(WORDS[language])).toEqual(asked(WORDS.en));
});

describe.each(LANGUAGES)("in %s", (language) => {
  test("every mail says what, until when and whom to ask, and leaves no placeholder", () => {
    for (const { name, mail } of sampleMails(language)) {
      const { subject, text, html, fromName, replyTo } = customerMail(mail);
      expect(`${subject}${text}`, name).not.toMatch(/[{}]|undefined|null/);
      for (const part of [mail.product.name, mail.company, mail.provider, mail.url]) {
        expect(text, name).toContain(part);
        expect(html, name).toContain(part);
      }
      expect(text).toContain(readerOf(mail.locale).time(mail.expiresAt));
      expect(html).toContain(`<html lang="${language}">`);
      expect(fromName).toBe(mail.product.name);
      expect(replyTo).toBe(mail.product.support?.includes("@") ? mail.product.support : undefined);
    }
  });

  test("a mail loads nothing, and every address in it is the link", () => {
    for (const { mail } of sampleMails(language)) {
      const { html } = customerMail(mail);
      expect(html).not.toMatch(/<(?:img|link|script|style|iframe)|url\(|src=/i);
      expect(new Set(html.match(/https?:\/\/[^"<\s]+/g))).toEqual(new Set([mail.url]));
    }
  });

  test("first mail and reminders differ in what they say first", () => {
    const subjects = sampleMails(language).map(({ mail }) => customerMail(mail).subject);
    expect(new Set(subjects).size).toBe(6);
  });
});

test("a company's language is used whatever its region, and others get English", () => {
  expect(mailTo("de-CH").text).toContain("Guten Tag");
  expect(mailTo("fr-CA").text).toContain("Bonjour");
  for (const locale of ["pl-PL", "zh-Hant-TW", "en", null]) expect(mailTo(locale).text).toContain("Hello");
});

test("times stand in the region's zone and name it; a language alone gets UTC", () => {
  const at = new Date("2026-12-06T13:05:00Z");
  const timeTo = (locale: string | null) => readerOf(locale).time(at);
  expect(timeTo("de-DE")).toBe("6. Dezember 2026 um 14:05 MEZ");
  expect(timeTo("de")).toBe("6. Dezember 2026 um 13:05 UTC");
  expect(timeTo("en-US")).toBe("December 6, 2026 at 8:05 AM EST");
  expect(timeTo("pl-PL")).toBe("6 December 2026 at 13:05 UTC");
  expect(timeTo("de-DE-u-ca-buddhist-nu-arab")).toBe("6. Dezember 2026 um 14:05 MEZ");
  expect(timeTo(null)).toBe("6 December 2026 at 13:05 UTC");
});

test("names of others can't begin a header, a tag or a placeholder", () => {
  const company = 'Acme\r\nBcc: all@example.com {product} <img src="x"> \u202eevil';
  const { subject, text, html } = mailTo("fr-FR", { company, contactName: company });
  expect(subject).not.toMatch(/[\r\n\u202e]/);
  expect(text).toContain("Acme Bcc: all@example.com {product}");
  expect(html).not.toContain("<img");
});

test("without a support contact the sender is asked, and without one the product", () => {
  const product = { name: "Bookly", support: null };
  expect(mailTo("en", { product, sender: "Ada" }).text).toContain("ask Ada.");
  const { text, replyTo } = mailTo("en", { product, sender: null });
  expect(text).toContain("ask Bookly.");
  expect(replyTo).toBeUndefined();
});
