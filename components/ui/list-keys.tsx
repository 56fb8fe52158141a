"use client";

import { useEffect } from "react";

interface ListKeysProps {
  /** What "/" does on a page without a search of its own. */
  onNoSearch: () => void;
  /** The id of the popover that lists the keys. */
  helpId: string;
}

const SEARCHES = "main :is(input[type=search], input[role=combobox])";
const ROW_BOX = "input[data-row-box]";
const ROW_LINKS = "main :is(a.row-link, a[data-list-link])";

/**
 * "/" leads to the page's search, j and k to the next and the previous row, x ticks the row, "?" leads to the list of
 * these keys: while no field has the focus and no dialog is open.
 */
export function ListKeys({ onNoSearch, helpId }: ListKeysProps) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (event.key === "/") {
        const [search] = shown(SEARCHES);
        if (search) focus(event, search);
        else {
          event.preventDefault();
          onNoSearch();
        }
      }
      if (event.key === "j" || event.key === "k") {
        focus(event, nextOf(shown(ROW_LINKS), document.activeElement, event.key === "j" ? 1 : -1));
      }
      if (event.key === "x") rowOf(document.activeElement)?.querySelector<HTMLInputElement>(ROW_BOX)?.click();
      if (event.key === "?") {
        const help = document.getElementById(helpId);
        help?.showPopover();
        focus(event, help);
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [onNoSearch, helpId]);
  return null;
}

/** Whether a key belongs to a field, a dialog or the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  return isField(event.target) || document.querySelector("dialog:modal, [popover]:popover-open") !== null;
}

export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=checkbox]), textarea, select, [role=combobox]"))
  );
}

/** Without what waits behind a button. */
function shown(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
}

/** The link one step from where the focus is; the first where it is in none of the rows. */
function nextOf<T extends Element>(all: readonly T[], focused: Element | null, step: 1 | -1): T | undefined {
  const row = rowOf(focused);
  const index = all.findIndex((link) => link === focused || row?.contains(link));
  return index < 0 ? all[0] : all[index + step];
}

const rowOf = (element: Element | null) => element?.closest("tr, li");

function focus(event: KeyboardEvent, element: HTMLElement | null | undefined): void {
  if (!element) return;
  event.preventDefault();
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}
