import { type AuditFilter, audit, type Named, type NamedKey, parseFilterText } from "@/lib/audit";
import { shownName } from "@/lib/shown-text";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** What a person typed into the filter bar, and what came of it. */
export interface TypedFilter {
  filter: AuditFilter;
  /** What was typed; empty when there was nothing. */
  text: string;
  problems: string[];
  /** Names that several companies or actors have. */
  choices: { key: NamedKey; text: string; named: Named[] }[];
}

const NAMED: readonly NamedKey[] = ["company", "actor"];
const WORDS = { company: "company", actor: "person" } as const;

/** Whether every part was understood; until then no row may be shown. */
export function isResolved({ problems, choices }: TypedFilter): boolean {
  return problems.length === 0 && choices.length === 0;
}

/** Reads the filter bar on top of the URL's filter: names become ids, and whatever stays open is said. */
export async function readTyped(given: Given, base: AuditFilter): Promise<TypedFilter> {
  const lines = [given.q].flat().map((line) => line?.trim() ?? "");
  const text = lines.filter(Boolean).join(" ");
  const parsed = parseFilterText(text, { ...base, company: undefined, actor: undefined });
  const typed: TypedFilter = { filter: parsed.filter, text, problems: parsed.problems, choices: [] };
  for (const key of NAMED) {
    const name = parsed.filter[key];
    typed.filter = { ...typed.filter, [key]: base[key] };
    if (name !== undefined) await resolve(typed, key, name);
  }
  return typed;
}

async function resolve(typed: TypedFilter, key: NamedKey, name: string): Promise<void> {
  const resolved = await audit().resolveNamed(key, name);
  if ("found" in resolved) typed.filter = { ...typed.filter, [key]: resolved.found.id };
  else if (resolved.choices.length > 0) typed.choices.push({ key, text: name, named: resolved.choices });
  // Parts of the system act too, and are no users.
  else if (key === "actor" && /^[\w-]+$/.test(name)) typed.filter = { ...typed.filter, actor: name };
  else typed.problems.push(`No ${WORDS[key]} is called “${shownName(name)}”.`);
}
