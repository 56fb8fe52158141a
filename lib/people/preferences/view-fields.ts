import { CountersignError } from "@/lib/errors";
import { foreignName } from "@/lib/foreign-text";
import { isVisible } from "@/lib/shown-text";
import { VIEW_LIMITS } from "./saved-view";

/** @throws {CountersignError} `invalid_input` for `name`. */
export function requireViewName(given: string): string {
  const name = foreignName(given.normalize("NFC"));
  if (!isVisible(name)) throw invalidView("name", "Give the view a name.");
  if (Array.from(name).length > VIEW_LIMITS.nameLength)
    throw invalidView("name", `A view's name has at most ${VIEW_LIMITS.nameLength} characters.`);
  return name;
}

/** @throws {CountersignError} `invalid_input` for `query`. */
export function requireViewQuery(query: string): string {
  if (query === "")
    throw invalidView("query", "Set a filter or an order first. The whole list needs no view.");
  if (query.length > VIEW_LIMITS.queryLength)
    throw invalidView("query", "This filter is too long for a view. Leave some of it out.");
  return query;
}

export function invalidView(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
