import { FILTER_KEYS } from "../words";
/** One line of the filter bar's list. */
export interface Offer {
  /** What takes the place of the word being typed. */
  insert: string;
  /** The key or the value. */
  word: string;
  /** What it is, in words. */
  words: string;
  count?: string | undefined;
}

type Line = Pick<HTMLInputElement, "value" | "selectionStart">;

const TIMES = ["since", "from", "to"];

/** The word that the caret is in or behind, and what is known of it. */
export function wordAt({ value, selectionStart }: Line) {
  const caret = selectionStart ?? value.length;
  const start = beginningOfLastWord(value.slice(0, caret));
  const word = value.slice(start, caret);
  const isExcluding = word.startsWith("-");
  const body = isExcluding ? word.slice(1) : word;
  const colon = body.indexOf(":");
  const key = colon < 0 ? undefined : body.slice(0, colon).toLowerCase();
  const part = colon < 0 ? body.toLowerCase() : body.slice(colon + 1).replaceAll('"', "");
  return { start, caret, word, isExcluding, key, part };
}

/** The keys that a word may become. */
export function keysFor(part: string, isExcluding: boolean): Offer[] {
  return FILTER_KEYS.filter(([key]) => key.startsWith(part) && !(isExcluding && TIMES.includes(key))).map(
    ([key, words]) => ({ insert: `${isExcluding ? "-" : ""}${key}:`, word: `${key}:`, words }),
  );
}

/** The line with a word in the place of the one being typed, and where the caret then stands. */
export function completed(line: Line, insert: string): { text: string; caret: number } {
  const { start, caret } = wordAt(line);
  const rest = line.value.slice(caret);
  return { text: line.value.slice(0, start) + insert + rest.trimStart(), caret: start + insert.length };
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
