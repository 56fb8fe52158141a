import { escapeHtml } from "@/lib/text/escape-html";
import type { DirectoryPerson } from "./people";

/** One button a person: whoever sits here is believed. */
export function signInPage(people: readonly DirectoryPerson[], action: string): string {
  const buttons = people.map(
    ({ subject, name, email, groups }) =>
      `<li><button name="subject" value="${escapeHtml(subject)}">${escapeHtml(name)}</button>
       ${escapeHtml(email)} ${escapeHtml(groups.join(", "))}</li>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Identity provider</title>
    <h1>Who are you?</h1><form method="post" action="${escapeHtml(action)}"><ul>${buttons.join("")}</ul>
    <button name="cancel" value="1">Cancel</button></form></html>`;
}
