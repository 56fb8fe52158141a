import { escapeHtml } from "@/lib/text/escape-html";

/** What every mail of ours holds, as plain text. */
interface MailPage {
  title: string;
  paragraphs: readonly string[];
  /** Terms and their values. */
  facts: readonly (readonly [string, string])[];
  link: { url: string; words: string };
  footer: { text: string; url?: string };
}

/** Colours are the reader's own, but for the link's: light and dark need no two versions. */
export function mailPage({ title, paragraphs, facts, link, footer }: MailPage): string {
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
<p style="margin:20px 0"><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(link.words)}</a></p>
<p style="margin:0;font-size:12px;opacity:.75">${escapeHtml(footer.text)}${footerLink(footer)}</p>
</div>
</body>
</html>
`;
}

function footerLink({ url }: MailPage["footer"]): string {
  return url ? ` <a href="${escapeHtml(url)}" style="word-break:break-all">${escapeHtml(url)}</a>` : "";
}
