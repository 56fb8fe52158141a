"use client";

import { useEffect } from "react";

interface ListKeysProps {
  /** The id of the field that "/" leads to. */
  searchId?: string;
  /** Finds the rows' links, in their order. */
  links?: string;
}

/** "/" leads to the search, j and k to the next and the previous row: while no field has the focus and no dialog is open. */
export function ListKeys({ searchId, links = "a.row-link" }: ListKeysProps) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (event.key === "/" && searchId) focus(event, document.getElementById(searchId));
      if (event.key === "j" || event.key === "k") {
        const all = [...document.querySelectorAll<HTMLElement>(links)];
        focus(event, nextOf(all, document.activeElement, event.key === "j" ? 1 : -1));
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [searchId, links]);
  return null;
}

/** Whether a key belongs to somebody else: a field, a dialog, the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  return isField(event.target) || document.querySelector("dialog:modal, [popover]:popover-open") !== null;
}

export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=combobox]"))
  );
}

/** The link one step from where the focus is; the first where it is in none of the rows. */
function nextOf<T extends Element>(all: readonly T[], focused: Element | null, step: 1 | -1): T | undefined {
  const row = focused?.closest("tr");
  const index = all.findIndex((link) => link === focused || row?.contains(link));
  return index < 0 ? all[0] : all[index + step];
}

function focus(event: KeyboardEvent, element: HTMLElement | null | undefined): void {
  if (!element) return;
  event.preventDefault();
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}
