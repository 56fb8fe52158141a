import { randomBytes } from "node:crypto";
import { escapeHtml } from "@/lib/text/escape-html";

interface FailurePage {
  status: number;
  title: string;
  message: string;
  requestId: string;
  /** What this person chose in the menu, if anything. */
  theme: string | undefined;
}

/** The looks of `PublicFrame`, which a route handler cannot render. */
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

/** A refused or failed page load of a route handler, for the person who looks at it. Needs no script and no file. */
export function failurePage({ status, title, message, requestId, theme }: FailurePage): Response {
  const nonce = randomBytes(16).toString("base64");
  const attribute = theme === "light" || theme === "dark" ? ` data-theme="${theme}"` : "";
  const html = `<!doctype html>
<html lang="en"${attribute}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Countersign</title>
<link rel="icon" href="/icon.svg">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header><img src="/icon.svg" alt="" width="28" height="28">Countersign</header>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(message)}</p>
<p>Reference <code>${escapeHtml(requestId)}</code></p>
<a href="/">Go to the overview</a>
</main>
</body>
</html>
`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
  };
  return new Response(html, { status, headers });
}
