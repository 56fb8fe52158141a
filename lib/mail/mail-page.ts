import { shownText } from "@/lib/shown-text";
import { escapeHtml } from "@/lib/text/escape-html";
import type { MailText } from "./mailer";

/** What every mail of ours holds, as plain text. */
export interface MailPage {
  /** BCP 47. English where none is named. */
  language?: string;
  subject: string;
  /** Whose mail it is, above the title. */
  brand?: string;
  title: string;
  paragraphs: readonly string[];
  /** Terms and their values. */
  facts: readonly (readonly [string, string])[];
  /** What stands between a term and its value in the text part: French has a space before the colon. */
  colon?: string;
  /** `spelledOut` introduces the address below the button, for a button that does not work. */
  link: { url: string; words: string; spelledOut?: string };
  footer?: { text: string; url?: string };
}

const MAX_SUBJECT = 180;

/** The one frame of all mails, as text and as HTML. It loads nothing, so nobody is followed by it. */
export function mailOf(page: MailPage): MailText {
  const { subject, title, paragraphs, facts, colon = ": ", link, footer } = page;
  return {
    subject: shownText(subject, MAX_SUBJECT),
    text: [
      title,
      ...paragraphs,
      facts.map(([term, value]) => `${term}${colon}${value}`).join("\n"),
      `${link.words}${colon}${link.url}`,
      footer && [footer.text, footer.url].filter(Boolean).join(" "),
    ]
      .filter(Boolean)
      .join("\n\n"),
    html: htmlOf(page),
  };
}

const SMALL = "font-size:12px;line-height:18px;opacity:.75";

/** Colours are the reader's own, but for the link's: light and dark need no two versions. */
function htmlOf({ language = "en", brand, title, paragraphs, facts, link, footer }: MailPage): string {
  const rows = facts.map(
    ([term, value]) =>
      `<tr><td style="padding:2px 16px 2px 0;opacity:.75;vertical-align:top">${escapeHtml(term)}</td><td style="padding:2px 0;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`,
  );
  const parts = [
    brand && `<p style="margin:0 0 20px;font-weight:600">${escapeHtml(brand)}</p>`,
    `<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 12px">${escapeHtml(text)}</p>`),
    rows.length > 0 &&
      `<table role="presentation" style="border-collapse:collapse;font-size:14px;line-height:20px">\n${rows.join("\n")}\n</table>`,
    `<p style="margin:20px 0"><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(link.words)}</a></p>`,
    link.spelledOut && `<p style="margin:0 0 12px;${SMALL}">${withLink(link.spelledOut, link.url)}</p>`,
    footer && `<p style="margin:0;${SMALL}">${withLink(footer.text, footer.url)}</p>`,
  ];
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px;font:15px/22px system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;overflow-wrap:anywhere">
${parts.filter(Boolean).join("\n")}
</div>
</body>
</html>
`;
}

function withLink(text: string, url: string | undefined): string {
  const shown = escapeHtml(text);
  return url
    ? `${shown} <a href="${escapeHtml(url)}" style="color:inherit;word-break:break-all">${escapeHtml(url)}</a>`
    : shown;
}
