import {
  type AuditFilter,
  audit,
  certainOf,
  filterToken,
  type Meaning,
  type NamedKey,
  type ParsedText,
} from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { matchesNothing, notCalled, nothingFoundFor, tooManyWords, twoOfOne } from "./words";

/** A typed text whose meaning is looked up. */
export interface Term {
  /** As it can be typed again. */
  token: string;
  text: string;
  isExcluded: boolean;
  /** What it can mean; where that is certain, it is the only one. */
  options: readonly Pick<Meaning, "key" | "value" | "name">[];
  /** Which one is meant is yet to be chosen. */
  isOpen: boolean;
  /** More names begin with it than the options tell. */
  more: boolean;
  /** The parsed filter has it already. */
  isTaken: boolean;
}

const NAMED: readonly NamedKey[] = ["company", "actor"];
const ONCE = ["request", "ref", "id"] as const;
const WORDS = { company: "company", actor: "person" } as const;
const SEVERAL = {
  company: "companies",
  actor: "actors",
  request: "requests",
  ref: "provider references",
  id: "row ids",
} as const satisfies Record<Meaning["key"], string>;
/** Each word costs a few questions to the database. */
const MAX_WORDS = 5;

/** Every text that a name or a word was typed as, looked up; and a sentence for each that means nothing. */
export async function termsOf(
  { filter, words }: ParsedText,
  base: AuditFilter,
): Promise<{ terms: Term[]; problems: string[] }> {
  const problems: string[] = [];
  const terms: (Term | undefined)[] = ONCE.map((key) => {
    const value = filter[key];
    if (value === undefined || value === base[key]) return undefined;
    return {
      ...TERM,
      token: filterToken(key, value),
      text: value,
      options: [{ key, value, name: value }],
      isTaken: true,
    };
  });
  for (const key of NAMED) {
    const name = filter[key];
    if (name !== undefined) terms.push(await named(problems, key, name));
    for (const excluded of filter.not?.[key] ?? []) {
      const term = await named(problems, key, excluded);
      terms.push(term && { ...term, token: `-${term.token}`, isExcluded: true });
    }
  }
  if (words.flat().length > MAX_WORDS) problems.push(tooManyWords(MAX_WORDS));
  else for (const group of words) terms.push(...(await worded(problems, group)));
  const found = terms.filter((term) => term !== undefined);
  const once = new Map(found.map((term) => [term.token, term]));
  return { terms: [...once.values()], problems };
}

const TERM = { isExcluded: false, isOpen: false, more: false, isTaken: false } as const;

/** Finds the company or the actor that a name after a key means. */
async function named(problems: string[], key: NamedKey, name: string): Promise<Term | undefined> {
  const term = { ...TERM, token: filterToken(key, name), text: name };
  const optionOf = (found: { id: string; name: string }) => ({ key, value: found.id, name: found.name });
  const resolved = await audit().resolveNamed(key, name);
  if ("found" in resolved) return { ...term, options: [optionOf(resolved.found)] };
  if (resolved.choices.length > 0) return { ...term, options: resolved.choices.map(optionOf), isOpen: true };
  // Parts of the system act too, and are no users.
  if (key === "actor" && /^[\w-]+$/.test(name)) return { ...term, options: [{ key, value: name, name }] };
  problems.push(notCalled(WORDS[key], shownName(name)));
  return undefined;
}

/** Finds what words without a key mean: together, as a name has them, or else each by itself. */
async function worded(problems: string[], group: readonly string[]): Promise<Term[]> {
  const together = await word(group.join(" "));
  if (together) return [together];
  const terms: Term[] = [];
  const missing: string[] = [];
  for (const text of group) {
    const term = group.length === 1 ? undefined : await word(text);
    if (term) terms.push(term);
    else missing.push(text);
  }
  if (missing.length > 0) {
    problems.push(nothingFoundFor(missing.map((text) => shownText(text, 100))));
  }
  return terms;
}

async function word(text: string): Promise<Term | undefined> {
  const found = await audit().findMeanings(text);
  if (found.meanings.length === 0) return undefined;
  const token = text.includes('"') ? text : `"${text}"`;
  const certain = certainOf(found);
  if (certain) return { ...TERM, token, text, options: [certain] };
  return { ...TERM, token, text, options: found.meanings, isOpen: true, more: found.more };
}

/** Open terms without what can't stand beside the certain ones, and a sentence for what no row can have together. */
export function held(terms: readonly Term[]): { terms: Term[]; problems: string[] } {
  const asked = terms.filter(({ isExcluded }) => !isExcluded);
  const certain = asked.filter(({ isOpen }) => !isOpen).flatMap(({ options }) => options);
  const problems = asked.flatMap((term, index) =>
    asked.slice(index + 1).flatMap((other) => (canStandBeside(term, other) ? [] : [twoOf(term, other)])),
  );
  const possible = terms.map((term) => {
    if (!term.isOpen || term.isExcluded) return term;
    const options = term.options.filter(({ key, value }) =>
      certain.every((each) => each.key !== key || each.value === value),
    );
    return { ...term, options };
  });
  const impossible = possible.find(({ options }) => options.length === 0);
  if (impossible && problems.length === 0) problems.push(matchesNothing(shownName(impossible.text)));
  return { terms: possible, problems: problems.slice(0, 5) };
}

function twoOf(term: Term, other: Term): string {
  const [key = "company"] = term.options.map((option) => option.key);
  return twoOfOne(SEVERAL[key], shownName(term.text), shownName(other.text));
}

/** Whether a row could have one meaning of each. */
function canStandBeside(term: Term, other: Term): boolean {
  return term.options.some((one) =>
    other.options.some((two) => one.key !== two.key || one.value === two.value),
  );
}
