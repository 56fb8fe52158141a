import type { CaughtMail } from "./read-mail";

const safe = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character] ?? "",
  );

/** All mails on one page, newest first, each as its receiver would see it. */
export function mailboxPage(mails: readonly CaughtMail[]): string {
  const items = mails.toReversed().map(
    ({ subject, to, receivedAtMs, html }) => `<section>
<h2>${safe(subject)}</h2>
<p>To ${safe(to.join(", "))}, ${new Date(receivedAtMs).toISOString()}</p>
<iframe sandbox="allow-popups allow-top-navigation-by-user-activation" title="${safe(subject)}" srcdoc="${safe(html.replace("<head>", '<head><base target="_top">'))}"></iframe>
</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>body{font:15px/22px system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}h2{font-size:1rem;margin:2rem 0 0}
iframe{width:100%;height:30rem;border:1px solid #8886;border-radius:6px}p{opacity:.75;margin:.25rem 0 .5rem}</style>
</head><body><h1>Mails caught on this machine</h1>${items.join("\n") || "<p>None yet.</p>"}</body></html>`;
}
