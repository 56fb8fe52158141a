import { companiesCalled } from "@/lib/companies/views";
import type { ReadDeps, Sql } from "@/lib/db";
import { peopleCalled } from "@/lib/people/views";
import { beginningWith } from "@/lib/text/beginning-with";
import { facetsOf, thoseWith } from "../facets";
import type { AuditFilter } from "../filter";
import type { Named } from "../names";
import { DEFAULT_SPAN } from "../terms/span";

/** What a word without a key can stand for. */
export interface Meaning {
  key: "company" | "actor" | "request" | "ref" | "id";
  value: string;
  /** As people call it. */
  name: string;
  /** The word is the whole name or the id, and no mere beginning. */
  isWhole: boolean;
}

export interface Meanings {
  meanings: Meaning[];
  /** More names begin with the word than are given. */
  more: boolean;
}

const NAMES = 8;
export const MEANING_COUNT_CAP = 1_000;
const CALLED = { company: companiesCalled, actor: peopleCalled } as const;
const ANY_TIME = { fromMs: null, toMs: null };

/**
 * What a word means: a company or a person by id, name or its beginning; another actor, a request, a row or a
 * provider's reference exactly. Every question is one of an index.
 */
export async function findMeanings(
  { database }: Pick<ReadDeps, "database">,
  word: string,
): Promise<Meanings> {
  const [companies, people, actor, request, ref, id] = await Promise.all([
    called(database, "company", word),
    called(database, "actor", word),
    actsAs(database, word),
    exists(database, `a."requestId"`, word),
    exists(database, `a."providerRef"`, word),
    exists(database, "a.id", word),
  ]);
  const named = (key: "company" | "actor", found: readonly Named[]) =>
    found.slice(0, NAMES).map(({ id: value, name }) => ({
      key,
      value,
      name,
      isWhole: value === word || name.toLowerCase() === word.toLowerCase(),
    }));
  const exact = (key: Meaning["key"], found: boolean) =>
    found ? [{ key, value: word, name: word, isWhole: true }] : [];
  const isPerson = people.some((person) => person.id === word);
  const meanings = [
    ...named("company", companies),
    ...named("actor", people),
    ...exact("actor", actor && !isPerson),
    ...exact("request", request),
    ...exact("ref", ref),
    ...exact("id", id),
  ];
  return { meanings, more: companies.length > NAMES || people.length > NAMES };
}

/** A filter with a meaning in it. What happened once is looked for at any time, unless a time was asked for. */
export function filterFor(filter: AuditFilter, { key, value }: Pick<Meaning, "key" | "value">): AuditFilter {
  const isOnce = key !== "company" && key !== "actor";
  const isTimed = filter.span !== DEFAULT_SPAN || filter.fromMs !== undefined || filter.toMs !== undefined;
  return { ...filter, [key]: value, ...(isOnce && !isTimed && { span: "all" }) };
}

/** The one that is meant, where that is certain: the only one, or the only one by its whole name or id. */
export function certainOf({ meanings }: Meanings): Meaning | undefined {
  const [first, second] = meanings;
  if (!second) return first;
  const [whole, another] = meanings.filter(({ isWhole }) => isWhole);
  return another ? undefined : whole;
}

function called(sql: Sql, key: "company" | "actor", word: string): Promise<Named[]> {
  return sql.query<Named>(
    `SELECT id, name FROM ${CALLED[key]("$1", "$2")} ORDER BY id = $1 DESC, lower(name) = $3 DESC, name, id LIMIT $4`,
    [word, beginningWith(word.toLowerCase()), word.toLowerCase(), NAMES + 1],
  );
}

/** Services and parts of the system are no users: only the log knows them. */
async function actsAs(sql: Sql, word: string): Promise<boolean> {
  const facets = await facetsOf(sql, { span: "all" }, ANY_TIME);
  if (!facets) return false;
  return (await thoseWith(sql, facets, { column: "actorFacet", value: word, ...ANY_TIME })).length > 0;
}

async function exists(sql: Sql, column: string, word: string): Promise<boolean> {
  const found = await sql.query(`SELECT 1 FROM "AuditLog" a WHERE ${column} = $1::text LIMIT 1`, [word]);
  return found.length > 0;
}
