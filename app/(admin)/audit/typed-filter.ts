import {
  type AuditFilter,
  audit,
  certainOf,
  filterFor,
  MEANING_COUNT_CAP,
  type Meaning,
  type NamedKey,
  parseFilterText,
} from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** One of the things that a typed text can mean. */
interface TypedChoice {
  key: Meaning["key"];
  name: string;
  filter: AuditFilter;
  /** Null where only looking at each row would tell. */
  count: number | null;
}

/** What a person typed into the filter bar, and what came of it. */
export interface TypedFilter {
  filter: AuditFilter;
  /** What was typed; empty when there was nothing. */
  text: string;
  problems: string[];
  /** Texts that can mean several things. */
  choices: { text: string; options: TypedChoice[]; more: boolean }[];
}

const NAMED: readonly NamedKey[] = ["company", "actor"];
const WORDS = { company: "company", actor: "person" } as const;
/** Each word costs a few questions to the database. */
const MAX_WORDS = 5;

/** Whether every part was understood; until then no row may be shown. */
export function isResolved({ problems, choices }: TypedFilter): boolean {
  return problems.length === 0 && choices.length === 0;
}

/** Reads the filter bar on top of the URL's filter: names become ids, and whatever stays open is said. */
export async function readTyped(given: Given, base: AuditFilter, nowMs: number): Promise<TypedFilter> {
  const lines = [given.q].flat().map((line) => line?.trim() ?? "");
  const text = lines.filter(Boolean).join(" ");
  const { filter, problems, words } = parseFilterText(text, withoutNames(base), nowMs);
  const typed: TypedFilter = { filter: withNames(filter, base), text, problems, choices: [] };
  for (const key of NAMED) {
    const name = filter[key];
    if (name !== undefined) await resolve(typed, name, { key, of: (id) => ({ [key]: id }) });
    for (const excluded of filter.not?.[key] ?? [])
      await resolve(typed, excluded, { key, of: (id) => excluding(typed.filter, key, id) });
  }
  if (words.flat().length > MAX_WORDS)
    typed.problems.push(`No more than ${MAX_WORDS} words can be looked up.`);
  else for (const group of words) await lookUp(typed, group);
  return typed;
}

function withoutNames(filter: AuditFilter): AuditFilter {
  const { company: _company, actor: _actor, ...not } = filter.not ?? {};
  return { ...filter, company: undefined, actor: undefined, not };
}

/** The names of the URL's filter, which are ids already, in place of those typed, which are yet to be found. */
function withNames(filter: AuditFilter, { company, actor, not }: AuditFilter): AuditFilter {
  const { not: rest, ...others } = withoutNames(filter);
  const names = { ...(not?.company && { company: not.company }), ...(not?.actor && { actor: not.actor }) };
  return { ...others, company, actor, not: { ...rest, ...names } };
}

function excluding(filter: AuditFilter, key: NamedKey, id: string): Pick<AuditFilter, "not"> {
  const ids = new Set([...(filter.not?.[key] ?? []), id]);
  return { not: { ...filter.not, [key]: [...ids] } };
}

/** Finds the company or the actor that a name after a key means. */
async function resolve(
  typed: TypedFilter,
  name: string,
  { key, of }: { key: NamedKey; of: (id: string) => Partial<AuditFilter> },
): Promise<void> {
  const resolved = await audit().resolveNamed(key, name);
  if ("found" in resolved) typed.filter = { ...typed.filter, ...of(resolved.found.id) };
  else if (resolved.choices.length > 0) {
    const options = resolved.choices.map(async ({ id, name: called }) => {
      const filter = { ...typed.filter, ...of(id) };
      return { key, name: called, filter, count: await audit().countAudit(filter, MEANING_COUNT_CAP) };
    });
    typed.choices.push({ text: name, options: await Promise.all(options), more: false });
  }
  // Parts of the system act too, and are no users.
  else if (key === "actor" && /^[\w-]+$/.test(name)) typed.filter = { ...typed.filter, ...of(name) };
  else typed.problems.push(`No ${WORDS[key]} is called “${shownName(name)}”.`);
}

/** Finds what words without a key mean: together, as a name has them, or else each by itself. */
async function lookUp(typed: TypedFilter, group: readonly string[]): Promise<void> {
  if (await lookUpOne(typed, group.join(" "))) return;
  const missing: string[] = [];
  for (const word of group) {
    if (group.length === 1 || !(await lookUpOne(typed, word))) missing.push(word);
  }
  if (missing.length === 0) return;
  const named = missing.map((word) => `“${shownText(word, 100)}”`).join(" and ");
  typed.problems.push(
    `Nothing found for ${named}: no company, person, service, request, row or provider reference.`,
  );
}

async function lookUpOne(typed: TypedFilter, text: string): Promise<boolean> {
  const found = await audit().findMeanings(typed.filter, text);
  const certain = certainOf(found);
  if (certain) typed.filter = filterFor(typed.filter, certain);
  else if (found.meanings.length > 0) {
    const options = found.meanings.map((meaning) => ({
      key: meaning.key,
      name: meaning.name,
      filter: filterFor(typed.filter, meaning),
      count: meaning.count,
    }));
    typed.choices.push({ text, options, more: found.more });
  }
  return found.meanings.length > 0;
}
