"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { isField } from "@/components/ui/list-keys";

/** At either end of the page they scroll the row's details, as anywhere. */
const STEP_KEYS: Readonly<Record<string, string>> = {
  j: "Older row",
  ArrowDown: "Older row",
  k: "Newer row",
  ArrowUp: "Newer row",
};

interface RowDrawerProps {
  rowId: string;
  titleId: string;
  closeHref: string;
  children: ReactNode;
}

/**
 * A row's details over the list. The server sends it open, in the flow of the page: so it reads without scripts. With
 * them it becomes the browser's own modal dialog, which keeps the focus, ends at Escape and gives the focus back.
 */
export function RowDrawer({ rowId, titleId, closeHref, children }: RowDrawerProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const lastRow = useRef(rowId);
  lastRow.current = rowId;

  // Before the browser paints: whoever sees the details can go on by the keyboard.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.close();
    element.showModal();
    return () => {
      element.close();
      // Where the reader went on to another row, that one is where they are.
      document.querySelector<HTMLElement>(`a.row-link[href*="row=${CSS.escape(lastRow.current)}"]`)?.focus();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each row starts at its top, with the focus on its title.
  useLayoutEffect(() => {
    dialog.current?.scrollTo({ top: 0 });
    document.getElementById(titleId)?.focus();
  }, [titleId, rowId]);

  // Of the document, since the focus is nowhere once the link that had it is gone.
  useLayoutEffect(() => {
    function stepByKey(event: KeyboardEvent) {
      const label = STEP_KEYS[event.key];
      if (!label || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      if (isInOtherDialog(event.target, dialog.current)) return;
      const step = dialog.current?.querySelector<HTMLElement>(`a[aria-label="${label}"]`);
      if (!step) return;
      event.preventDefault();
      step.click();
    }
    document.addEventListener("keydown", stepByKey);
    return () => document.removeEventListener("keydown", stepByKey);
  }, []);

  const leave = () => router.push(closeHref, { scroll: false });

  function leaveByBackdrop(event: MouseEvent) {
    if (event.target === dialog.current) leave();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape leaves as well, by onCancel.
    <dialog
      ref={dialog}
      open
      aria-labelledby={titleId}
      onClick={leaveByBackdrop}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      className="static mb-6 w-full max-w-none rounded-lg border border-border bg-surface p-0 text-text [&:modal]:fixed [&:modal]:inset-y-0 [&:modal]:right-0 [&:modal]:left-auto [&:modal]:m-0 [&:modal]:h-dvh [&:modal]:max-h-none [&:modal]:w-drawer [&:modal]:max-w-full [&:modal]:overflow-y-auto [&:modal]:rounded-none [&:modal]:border-y-0 [&:modal]:border-r-0 [&:modal]:shadow-overlay"
    >
      <div className="p-4 sm:p-5">{children}</div>
    </dialog>
  );
}

function isInOtherDialog(target: EventTarget | null, dialog: HTMLDialogElement | null): boolean {
  const around = target instanceof Element ? target.closest("dialog") : null;
  return around !== null && around !== dialog;
}
