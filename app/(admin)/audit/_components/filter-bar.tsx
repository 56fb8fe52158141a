"use client";

import { useEffect, useRef, useState } from "react";
import { CONTROL_CLASS } from "@/components/ui/field-frame";
import { useActiveOption } from "@/components/ui/use-active-option";
import { FILTER_EXAMPLE } from "../words";
import { completed, keysFor, type Offer, wordAt } from "./bar-words";

const PAUSE_MS = 120;

interface FilterBarProps {
  id: string;
  /** What was typed and not understood; empty otherwise. */
  text: string;
  /** The element that says what is wrong with it. */
  problemId: string | undefined;
  /** The filter that is set: values are counted within it. */
  filterQuery: string;
}

/**
 * The filter line, as a combobox with a list of keys and values. Without scripts it is a text field of its form.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export function FilterBar({ id, text, problemId, filterQuery }: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const { active, activeId, setActive, step } = useActiveOption(id, offers.length);
  const asked = useRef<AbortController>(undefined);
  const isOpen = offers.length > 0;
  const listId = `${id}-list`;

  useEffect(() => () => asked.current?.abort(), []);

  function close() {
    asked.current?.abort();
    setOffers([]);
    setActive(-1);
  }

  async function offer() {
    asked.current?.abort();
    setActive(-1);
    if (!input.current) return;
    const { key, part, isExcluding, word } = wordAt(input.current);
    if (key === undefined) {
      setOffers(keysFor(part, isExcluding));
      return;
    }
    const asking = new AbortController();
    asked.current = asking;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (asking.signal.aborted) return;
    const query = new URLSearchParams([
      ["key", key],
      ["text", part],
      ["filter", filterQuery],
    ]);
    const answer = await fetch(`/audit/suggest?${query}`, { signal: asking.signal }).catch(() => null);
    // Offers are a convenience: without them the line works as before.
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    const { values } = (told ?? { values: [] }) as {
      values: { value: string; label: string; count?: string }[];
    };
    if (asking.signal.aborted) return;
    const sign = isExcluding ? "-" : "";
    const given = values.map(({ value, label, count }) => ({
      insert: `${sign}${key}:${/\s/.test(value) ? `"${value}"` : value} `,
      word: value,
      words: label === value ? "" : label,
      count,
    }));
    setOffers(given.filter(({ insert }) => insert.trimEnd() !== word));
  }

  function take({ insert }: Offer) {
    if (!input.current) return;
    const { text: next, caret } = completed(input.current, insert);
    input.current.value = next;
    input.current.setSelectionRange(caret, caret);
    input.current.focus();
    void offer();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const chosen = offers[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) void offer();
      else step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Enter") close();
  }

  return (
    <div className="relative min-w-0 flex-1 basis-64 max-sm:basis-full">
      <label htmlFor={id} className="sr-only">
        Filter
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        name="q"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={activeId}
        aria-invalid={problemId ? true : undefined}
        aria-describedby={problemId}
        defaultValue={text}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={FILTER_EXAMPLE}
        onChange={() => void offer()}
        onFocus={() => void offer()}
        onBlur={close}
        onKeyDown={onKeyDown}
        className={`${CONTROL_CLASS} font-mono text-mono`}
      />
      {isOpen && <OfferList id={id} listId={listId} offers={offers} active={active} onTake={take} />}
    </div>
  );
}

interface OfferListProps {
  id: string;
  listId: string;
  offers: readonly Offer[];
  active: number;
  onTake: (offer: Offer) => void;
}

function OfferList({ id, listId, offers, active, onTake }: OfferListProps) {
  return (
    // Over the rows, so that nothing moves. Pressing on it must not take the focus from the line.
    <div
      id={listId}
      role="listbox"
      aria-label="Suggestions"
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      className="absolute top-full left-0 z-20 mt-1 max-h-80 w-full min-w-72 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-border bg-surface py-1 shadow-overlay sm:min-w-[26rem]"
    >
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the line above has the keys, as the pattern asks.
        <div
          key={offer.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onClick={() => onTake(offer)}
          className="flex min-h-8 cursor-pointer items-baseline gap-3 px-3 py-1 text-sm hover:bg-hover aria-selected:bg-hover aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
        >
          <span className="max-w-[60%] min-w-24 shrink-0 truncate font-mono text-mono">{offer.word}</span>
          <span className="min-w-0 flex-1 truncate text-muted">{offer.words}</span>
          {offer.count !== undefined && (
            <span className="shrink-0 text-xs text-muted tabular-nums">{offer.count}</span>
          )}
        </div>
      ))}
    </div>
  );
}
