"use client";

import Search from "lucide-react/icons/search";
import { useRouter } from "next/navigation";
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useRef,
  useState,
  useTransition,
} from "react";
import { useActiveOption } from "@/components/ui/use-active-option";
import { startReconnect } from "../../connections/actions";
import type { SearchEntry } from "../search-entry";
import { type Suggestions, useSuggestions } from "../use-suggestions";
import {
  nothingFound,
  OPENING_CONSENT,
  PALETTE_LABEL,
  PALETTE_PLACEHOLDER,
  resultCount,
  SEARCH_FAILED,
} from "../words";
import { PaletteOptions } from "./palette-options";

export interface PaletteProps {
  onClosed: () => void;
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * One line that finds companies, ids, screens and actions: a combobox in the browser's own modal dialog, which keeps the
 * focus, ends at Escape and gives the focus back.
 */
export function Palette({ onClosed }: PaletteProps) {
  const id = useId();
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const answer = useSuggestions(text.trim());
  const entries = answer?.groups.flatMap((group) => group.entries) ?? [];
  const { active, activeId, setActive, step } = useActiveOption(id, entries.length);
  const [starting, startTransition] = useTransition();
  /** Enter was pressed before the answer to what was typed had come. */
  const goesOn = useRef(false);
  const isCurrent = answer?.asked === text.trim();

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (!answer) return;
    // Where nothing was typed, Enter must not choose anything.
    setActive(answer.asked !== "" && answer.groups.length > 0 ? 0 : -1);
    if (goesOn.current && answer.asked !== "") document.getElementById(`${id}-0`)?.click();
    goesOn.current = false;
  }, [answer, id, setActive]);

  function choose(entry: SearchEntry, event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { href, connectionId } = entry;
    if (connectionId === undefined) {
      dialog.current?.close();
      router.push(href);
      return;
    }
    const form = new FormData();
    form.set("connectionId", connectionId);
    form.set("returnTo", href);
    startTransition(async () => {
      try {
        await startReconnect(form);
      } finally {
        dialog.current?.close();
      }
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = STEPS[event.key];
    if (event.nativeEvent.isComposing) return;
    if (by && entries.length > 0) {
      event.preventDefault();
      step(by);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isCurrent) goesOn.current = true;
      else if (activeId) document.getElementById(activeId)?.click();
    } else if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      dialog.current?.close();
    }
  }

  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      aria-busy={starting || undefined}
      onClose={onClosed}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      className="mx-auto mt-[min(12dvh,6rem)] mb-auto w-[min(40rem,calc(100vw-1.5rem))] max-w-none overflow-hidden rounded-lg border border-border bg-surface p-0 text-left text-text shadow-overlay"
    >
      <div className="flex items-center gap-3 border-b border-border px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label={PALETTE_LABEL}
          aria-autocomplete="list"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={activeId}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          placeholder={PALETTE_PLACEHOLDER}
          onChange={(event) => setText(event.target.value)}
          className="min-h-13 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
        />
        <kbd aria-hidden className="rounded-sm border border-border px-1.5 text-xs text-muted max-sm:hidden">
          Esc
        </kbd>
      </div>
      <PaletteOptions id={id} groups={answer?.groups ?? []} active={active} onChoose={choose} />
      <Told answer={answer} count={entries.length} starting={starting} />
    </dialog>
  );
}

/** For screen readers the count; for everyone what went wrong, or that there is nothing. */
function Told({
  answer,
  count,
  starting,
}: {
  answer: Suggestions | undefined;
  count: number;
  starting: boolean;
}) {
  const words = starting
    ? OPENING_CONSENT
    : !answer
      ? "Loading…"
      : answer.failed
        ? SEARCH_FAILED
        : count === 0
          ? nothingFound(answer.asked)
          : undefined;
  return (
    <p role="status" className={words ? "px-4 py-3 text-sm text-muted" : "sr-only"}>
      {words ?? resultCount(count)}
    </p>
  );
}
