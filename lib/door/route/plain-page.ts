import { createHash } from "node:crypto";
import { escapeHtml } from "@/lib/text/escape-html";

interface PlainPage {
  title: string;
  /** What is in it, as HTML that is safe. */
  body: string;
  /** What this person chose in the menu, if anything. */
  theme?: string | undefined;
}

/** The looks of `PublicFrame`, for whom nothing renders it. */
const STYLE = `
:root { color-scheme: light dark; --bg: light-dark(#f7f8fa, #0d1117); --surface: light-dark(#fff, #151b24);
  --border: light-dark(#dde2ea, #2a3341); --text: light-dark(#131a26, #e8ecf2); --muted: light-dark(#4d5868, #a3afbf);
  --accent: light-dark(#1f5fbf, #7fb2ff); --ink: light-dark(#fff, #0b1730) }
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
body { margin: 0; min-height: 100dvh; box-sizing: border-box; padding: 12dvh 1rem 2.5rem; background: var(--bg);
  color: var(--text); font: 0.875rem/1.25rem "Inter Variable", Inter, system-ui, sans-serif; overflow-wrap: anywhere }
header, main { max-width: 28rem; margin: 0 auto; box-sizing: border-box }
header { display: flex; align-items: center; gap: 0.625rem; margin-bottom: 1.5rem; font-size: 1rem; line-height: 2rem;
  font-weight: 600 }
main { padding: 1.75rem; background: var(--surface); border: 1px solid var(--border); border-radius: 10px }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; text-wrap: balance }
p { margin: 0.5rem 0 0; color: var(--muted) }
code { color: var(--text); font: 0.78125rem ui-monospace, monospace }
a { display: inline-block; margin-top: 1.5rem; padding: 0.5rem 0.875rem; border-radius: 6px; background: var(--accent);
  color: var(--ink); font-weight: 500; text-decoration: none }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }`;

/**
 * Names the style in a policy. The framework puts the policy of pages on what a route answers, too, so that one allows it
 * as well.
 *
 * @see https://www.w3.org/TR/CSP3/#grammardef-hash-source
 */
export const PLAIN_STYLE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/** As app/icon.svg draws it. */
const LOGO = `<svg width="28" height="28" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none"><rect width="32" height="32" rx="7" fill="#1F5FBF"/>
<path d="m6.5 17 4.5 4.5 9-10.5" stroke="#fff" stroke-opacity=".6" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"/>
<path d="m14.5 20 1.75 1.5L25.5 11" stroke="#fff" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** A page that needs no script and no file, wherever it is served. */
export function plainPage({ title, body, theme }: PlainPage): {
  html: string;
  headers: Record<string, string>;
} {
  const attribute = theme === "light" || theme === "dark" ? ` data-theme="${theme}"` : "";
  const html = `<!doctype html>
<html lang="en"${attribute}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Countersign</title>
<style>${STYLE}</style>
</head>
<body>
<header>${LOGO}Countersign</header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  const policy = `default-src 'none'; style-src ${PLAIN_STYLE}; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
  };
  return { html, headers };
}
