import { escapeMarkup } from "./http";

interface ConsentChoice {
  /** The form value: a realmId or tenantId. */
  value: string;
  label: string;
  /** A remark under the name, such as "connected already". */
  hint: string;
  checked: boolean;
}

interface ConsentPage {
  /** "Simulated QuickBooks consent" */
  title: string;
  /** "company" or "organisation" */
  noun: string;
  input: { type: "radio" | "checkbox"; name: string };
  action: string;
  /** The authorize query, carried along when the user is switched. */
  query: URLSearchParams;
  users: { id: string; label: string }[];
  userId: string;
  scopes: string[];
  choices: ConsentChoice[];
  /** Why this user can't allow anything; hides the list and *Allow*. */
  obstacle?: string;
  /** Why the last choice was refused. */
  refusal?: string;
}

const STYLE = `
:root{color-scheme:light dark;--bg:#f7f8fa;--surface:#fff;--border:#dde2ea;--control:#7c8798;--text:#131a26;
--muted:#4d5868;--accent:#1f5fbf;--ink:#fff;--warn:#855300;--warn-bg:#fdf0d5}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--surface:#151b24;--border:#2a3341;--control:#6b788c;
--text:#e8ecf2;--muted:#a3afbf;--accent:#7fb2ff;--ink:#0b1730;--warn:#f2bc57;--warn-bg:#2e2310}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/20px system-ui,sans-serif}
main{max-width:480px;margin:6vh auto;padding:24px;background:var(--surface);border:1px solid var(--border);
border-radius:10px;overflow-wrap:anywhere}
h1{font-size:20px;line-height:28px;margin:0 0 4px}
p{margin:0 0 12px}.muted{color:var(--muted)}.note{padding:8px 12px;border-radius:6px;background:var(--warn-bg);
color:var(--warn)}
fieldset{border:0;padding:0;margin:16px 0}legend{padding:0;font-weight:600;margin-bottom:4px}
.choice{display:grid;grid-template-columns:auto 1fr;gap:0 10px;align-items:center;padding:8px 0;
border-top:1px solid var(--border)}
.choice label{min-height:24px;padding-top:2px;cursor:pointer}.choice small{grid-column:2;color:var(--muted)}
input{width:18px;height:18px;accent-color:var(--accent)}
.who{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:16px 0}
select,button{min-height:36px;padding:0 14px;border-radius:6px;border:1px solid var(--control);font:inherit;
background:var(--surface);color:var(--text);max-width:100%}
button{cursor:pointer}button.main{background:var(--accent);border-color:var(--accent);color:var(--ink);font-weight:600}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.buttons{display:flex;gap:8px;margin-top:16px}
code{font-size:12.5px}
`;

/** The page a person clicks: who they are, what they let our app into, Allow, Cancel. Works without scripts. */
export function consentPage(page: ConsentPage): string {
  const refusal = page.refusal ? `<p class="note" role="alert">${escapeMarkup(page.refusal)}.</p>` : "";
  const obstacle = page.obstacle ? `<p class="note" role="alert">${escapeMarkup(page.obstacle)}</p>` : "";
  const allow = page.obstacle ? "" : `<button class="main" name="decision" value="allow">Allow</button>`;
  return documentOf(
    page.title,
    `<p class="muted">This page stands in for the provider's own. Nothing leaves this machine.</p>
${userSwitcher(page)}
${refusal}${obstacle}
<form method="post" action="${escapeMarkup(`${page.action}?${page.query}`)}">
<input type="hidden" name="user" value="${escapeMarkup(page.userId)}">
${page.obstacle ? "" : choiceList(page)}
<p class="muted">Countersign asks for: <code>${escapeMarkup(page.scopes.join(" "))}</code></p>
<div class="buttons">${allow}
<button name="decision" value="cancel" formnovalidate>Cancel</button></div>
</form>`,
  );
}

/** What Xero shows, and Intuit for an unknown app or address, instead of redirecting. */
export function authorizeErrorPage(title: string, error: string, message: string): string {
  return documentOf(
    title,
    `<p class="note" role="alert">${escapeMarkup(message)}.</p><p>Error: <code>${escapeMarkup(error)}</code></p>`,
  );
}

function documentOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeMarkup(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style></head><body><main><h1>${escapeMarkup(title)}</h1>
${body}
</main></body></html>`;
}

function userSwitcher(page: ConsentPage): string {
  const carried = [...page.query].filter(([name]) => name !== "user");
  const hidden = carried.map(
    ([name, value]) => `<input type="hidden" name="${escapeMarkup(name)}" value="${escapeMarkup(value)}">`,
  );
  const options = page.users.map(({ id, label }) => {
    const selected = id === page.userId ? " selected" : "";
    return `<option value="${escapeMarkup(id)}"${selected}>${escapeMarkup(label)}</option>`;
  });
  return `<form class="who" method="get" action="${escapeMarkup(page.action)}">${hidden.join("")}
<label for="user">Signed in as</label> <select id="user" name="user">${options.join("")}</select>
<button>Switch user</button></form>`;
}

function choiceList(page: ConsentPage): string {
  const { type, name } = page.input;
  const items = page.choices.map((choice, index) => {
    const hint = choice.hint ? `<small id="hint-${index}">${escapeMarkup(choice.hint)}</small>` : "";
    const attributes = [
      `type="${type}" id="choice-${index}" name="${name}" value="${escapeMarkup(choice.value)}"`,
      choice.hint && `aria-describedby="hint-${index}"`,
      choice.checked && "checked",
      type === "radio" && "required",
    ];
    return `<div class="choice"><input ${attributes.filter(Boolean).join(" ")}>
<label for="choice-${index}">${escapeMarkup(choice.label)}</label>${hint}</div>`;
  });
  const question = type === "radio" ? `Which ${page.noun}?` : `Which ${page.noun}s?`;
  return `<fieldset><legend>${question}</legend>${items.join("")}</fieldset>`;
}
