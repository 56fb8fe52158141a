"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Field } from "@/components/ui/field";

const PAUSE_MS = 150;
const NAMED = ["company", "actor"];

interface FilterBarProps {
  /** What was typed and not understood; empty otherwise. */
  text: string;
  error?: string | undefined;
  /** Whole `key:value` words, and keys alone, in the order of offering. */
  words: readonly string[];
}

/** The `key:value` line. The browser's own list offers how the last word may go on. */
export function FilterBar({ text, error, words }: FilterBarProps) {
  const listId = useId();
  const [typed, setTyped] = useState(text);
  const [names, setNames] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement | null>(null);
  const taken = useRef(text);
  const start = beginningOfLastWord(typed);
  const last = typed.slice(start);
  const [key = "", part = ""] = last.split(/:"?/, 2);
  const isNamed = NAMED.includes(key) && last.includes(":");

  // When the address takes over what was typed, the line is empty again. What was typed before the scripts arrived stays.
  useEffect(() => {
    if (taken.current === text) return;
    taken.current = text;
    setTyped(text);
    if (input.current) input.current.value = text;
  }, [text]);

  useEffect(() => {
    setNames([]);
    if (!isNamed) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ key, text: part });
      const answer = await fetch(`/audit/suggest?${query}`, { signal: abort.signal }).catch(() => null);
      // Suggestions are a convenience: without them the line works as before.
      if (!answer?.ok) return;
      const { names: found } = (await answer.json().catch(() => ({ names: [] }))) as { names: string[] };
      setNames(found.map((name) => `${key}:${/\s/.test(name) ? `"${name}"` : name}`));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isNamed, key, part]);

  const offered = isNamed
    ? names
    : words.filter((word) => word.startsWith(last.toLowerCase()) && word !== last);
  return (
    <>
      <Field
        ref={(element: HTMLInputElement | null) => {
          input.current = element;
        }}
        type="text"
        name="q"
        label="Filter"
        defaultValue={text}
        error={error}
        list={listId}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="company:acme outcome:failure since:30d"
        onChange={(event) => setTyped(event.target.value)}
        className="min-w-0 flex-1 basis-72 text-sm"
        inputClassName="font-mono text-mono"
      />
      <datalist id={listId}>
        {offered.slice(0, 30).map((word) => (
          <option key={word} value={typed.slice(0, start) + word} />
        ))}
      </datalist>
    </>
  );
}

/** Words end at a space outside of quotes. */
function beginningOfLastWord(text: string): number {
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '"') quoted = !quoted;
    else if (text[index] === " " && !quoted) start = index + 1;
  }
  return start;
}
