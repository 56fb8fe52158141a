import { CountersignError } from "@/lib/errors";
import { shownText } from "@/lib/shown-text";
import { isEmpty, isNoParameter, isTwice } from "./words";

/**
 * Refuses parameters that say less than they seem to: less of a filter is of more rows.
 *
 * @param isRepeated Which may be there several times.
 * @throws {CountersignError} `invalid_input` naming a parameter that is empty, or there twice.
 */
export function requireWhole(query: URLSearchParams, isRepeated: (name: string) => boolean = () => false) {
  const seen = new Set<string>();
  for (const [name, value] of query) {
    if (value.trim() === "") throw refusal(name, isEmpty);
    if (seen.has(name) && !isRepeated(name)) throw refusal(name, isTwice);
    seen.add(name);
  }
}

/**
 * The parameters of an address that takes only these.
 *
 * @throws {CountersignError} `invalid_input` naming one that it does not take, or that is there twice.
 */
export function onlyParams(
  query: URLSearchParams,
  names: readonly string[],
): (name: string) => string | undefined {
  for (const name of new Set(query.keys())) {
    if (!names.includes(name)) throw refusal(name, isNoParameter);
    if (query.getAll(name).length > 1) throw refusal(name, isTwice);
  }
  return (name) => query.get(name) ?? undefined;
}

function refusal(name: string, sentence: (name: string) => string): CountersignError {
  const field = shownText(name, 40);
  return new CountersignError("invalid_input", sentence(field), { field });
}
