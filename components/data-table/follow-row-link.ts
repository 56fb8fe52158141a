import type { MouseEvent } from "react";

const CONTROLS = [
  "a",
  "button",
  "input",
  "label",
  "select",
  "textarea",
  "summary",
  "dialog",
  "[tabindex]",
].join();

/** For a row's capturing click, before its link hears of it: what was marked in the row stays marked. */
export function followRowLink(event: MouseEvent<HTMLElement>) {
  const row = event.currentTarget;
  const link = row.querySelector<HTMLAnchorElement>("a.row-link");
  const nearest = (event.target as Element).closest(CONTROLS);
  // What the row itself lies in, such as the page's main part, is no control of the row.
  const control = row.contains(nearest) ? nearest : null;
  if (!link || event.button !== 0 || (control && control !== link)) return;
  const selection = window.getSelection();
  if (selection?.type === "Range" && selection.getRangeAt(0).intersectsNode(row)) event.preventDefault();
  else if (!control) {
    const { ctrlKey, metaKey, shiftKey, altKey } = event;
    const click = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey };
    link.dispatchEvent(new window.MouseEvent("click", click));
  }
}
