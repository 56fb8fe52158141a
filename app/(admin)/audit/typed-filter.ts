import {
  type AuditFilter,
  audit,
  filterFor,
  filterToken,
  MEANING_COUNT_CAP,
  parseFilterText,
} from "@/lib/audit";
import { providerCalls } from "@/lib/token";
import { auditHref } from "./search-params";
import { held, type Term, termsOf } from "./typed-terms";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** One of the things that a typed text can mean. */
interface TypedChoice {
  key: Term["options"][number]["key"];
  name: string;
  /** The page with this meaning in the place of the text, and with everything else that was asked for. */
  href: string;
  /** Null where only looking at each row would tell, or where another text must be chosen for first. */
  count: number | null;
}

/** What a person typed into the filter bar, and what came of it. */
export interface TypedFilter {
  filter: AuditFilter;
  /** What was typed; empty when there was nothing. */
  text: string;
  problems: string[];
  /** Texts that can mean several things; none while something else is a problem. */
  choices: { token: string; text: string; options: TypedChoice[]; more: boolean }[];
}

/** Whether every part was understood; until then no row may be shown. */
export function isResolved({ problems, choices }: TypedFilter): boolean {
  return problems.length === 0 && choices.length === 0;
}

/** Reads the filter bar on top of the URL's filter: names become ids, and whatever stays open is said. */
export async function readTyped(given: Given, base: AuditFilter, nowMs: number): Promise<TypedFilter> {
  const lines = [given.q].flat().map((line) => line?.trim() ?? "");
  const text = lines.filter(Boolean).join(" ");
  const parsed = parseFilterText(text, withoutNames(base), { nowMs, providers: providerCalls });
  const read = withNames(parsed.filter, base);
  const known = await termsOf(parsed, base);
  const { terms, problems: conflicts } = held(known.terms);
  const problems = [...parsed.problems, ...known.problems, ...conflicts];
  if (problems.length > 0) return { filter: read, text, problems, choices: [] };
  const filter = terms.reduce((taken, term) => (term.isOpen ? taken : withOption(taken, term)), read);
  const open = terms.filter(({ isOpen }) => isOpen);
  const choices = open.map(async (term) => {
    const isLast = open.length === 1;
    const options = term.options.map(async (option) => {
      const chosen = withOption(filter, term, option);
      return {
        key: option.key,
        name: option.name,
        href: isLast ? auditHref({ filter: chosen }) : hrefOfRest(read, chosen, terms, { term, option }),
        count: isLast ? await audit().countAudit(chosen, MEANING_COUNT_CAP) : null,
      };
    });
    return { token: term.token, text: term.text, options: await Promise.all(options), more: term.more };
  });
  return { filter, text, problems, choices: await Promise.all(choices) };
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

function withOption(filter: AuditFilter, term: Term, option = term.options[0]): AuditFilter {
  if (!option || term.isTaken) return filter;
  if (!term.isExcluded) return filterFor(filter, option);
  const values = new Set([...(filter.not?.[option.key] ?? []), option.value]);
  return { ...filter, not: { ...filter.not, [option.key]: [...values] } };
}

/** Where more is open, what was typed stays typed beside what is chosen: whatever is chosen next is held against it. */
function hrefOfRest(
  read: AuditFilter,
  { span }: AuditFilter,
  terms: readonly Term[],
  { term, option }: { term: Term; option: Term["options"][number] },
): string {
  const chosen = `${term.isExcluded ? "-" : ""}${filterToken(option.key, option.value)}`;
  const typed = terms.map((each) => (each === term ? chosen : each.token));
  const href = auditHref({ filter: { ...read, span } });
  return `${href}${href.includes("?") ? "&" : "?"}${new URLSearchParams({ q: typed.join(" ") })}`;
}
