import { useEffect, useState } from "react";
import type { SearchGroup } from "./search-entry";

const PAUSE_MS = 100;

/** What the server finds for a text; `failed` where it could not be asked. */
export interface Suggestions {
  asked: string;
  groups: readonly SearchGroup[];
  failed: boolean;
}

/** @returns The newest answer: of an earlier text while the next one is under way. */
export function useSuggestions(text: string): Suggestions | undefined {
  const [answer, setAnswer] = useState<Suggestions>();

  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(
      async () => {
        const groups = await suggestionsFor(text, asking.signal);
        if (!asking.signal.aborted) setAnswer({ asked: text, groups: groups ?? [], failed: !groups });
      },
      text === "" ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);

  return answer;
}

async function suggestionsFor(text: string, signal: AbortSignal): Promise<SearchGroup[] | undefined> {
  const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: text })}`, { signal }).catch(
    () => null,
  );
  const told = answer?.ok ? await answer.json().catch(() => null) : null;
  return (told as { groups: SearchGroup[] } | null)?.groups;
}
