import { shownText } from "@/lib/shown-text";
import { escapeHtml } from "@/lib/text/escape-html";
import type { AlertPayload } from "../payload";

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

const MAX_SUBJECT = 180;

/** An alert as a mail: what, what it means, who acts, and one link to where it is mended. */
export function mailTextOf({ type, data }: AlertPayload): MailText {
  const title = oneLine(data.title);
  const paragraphs = [data.sentence, data.nextStep].filter(Boolean).map(oneLine);
  const facts = factsOf(data);
  const link = type === "alert.raised" ? "See it and mend it" : "See it in Countersign";
  return {
    subject: shownText(title, MAX_SUBJECT),
    text: [
      title,
      ...paragraphs,
      facts.map(([term, value]) => `${term}: ${value}`).join("\n"),
      `${link}: ${data.url}`,
      FOOTER,
    ]
      .filter(Boolean)
      .join("\n\n"),
    html: page(title, paragraphs, facts, { url: data.url, words: link }),
  };
}

const FOOTER = "Sent by Countersign. An admin chooses who gets this under Settings.";

function factsOf({ company, organisation, provider, since, deadline, endedAt }: AlertPayload["data"]) {
  const facts: [string, string | undefined][] = [
    ["Company", company?.name],
    ["Organisation", organisation ?? undefined],
    ["Provider", provider?.name],
    ["Since", endedAt ? undefined : inWords(since)],
    ["Ends", inWords(deadline)],
    ["Over", inWords(endedAt)],
  ];
  return facts.flatMap(([term, value]) => (value ? [[term, oneLine(value)] as const] : []));
}

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const inWords = (iso: string | null) => (iso ? `${format.format(new Date(iso))} UTC` : undefined);

/** No line break can leave its place, in a header or in the text, and no name turns what stands around it. */
const oneLine = (text: string) =>
  shownText(text)
    .replace(/(?:(?![\u2068\u2069])[\p{C}\p{Zl}\p{Zp}])+/gu, " ")
    .trim();

/** Colours are the reader's own, but for the link's: light and dark need no two versions. */
function page(
  title: string,
  paragraphs: readonly string[],
  facts: readonly (readonly [string, string])[],
  { url, words }: { url: string; words: string },
): string {
  const rows = facts.map(
    ([term, value]) =>
      `<tr><td style="padding:2px 16px 2px 0;opacity:.75;vertical-align:top">${escapeHtml(term)}</td><td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px;font:15px/22px system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px">
<h1 style="margin:0 0 12px;font-size:20px;line-height:28px">${escapeHtml(title)}</h1>
${paragraphs.map((text) => `<p style="margin:0 0 12px">${escapeHtml(text)}</p>`).join("\n")}
<table role="presentation" style="border-collapse:collapse;font-size:14px;line-height:20px">
${rows.join("\n")}
</table>
<p style="margin:20px 0"><a href="${escapeHtml(url)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(words)}</a></p>
<p style="margin:0;font-size:12px;opacity:.75">${FOOTER}</p>
</div>
</body>
</html>
`;
}
