import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { isVisible } from "@/lib/shown-text";

/**
 * What a person is called, as it is stored.
 *
 * @throws {CountersignError} `invalid_input` for `name`.
 */
export function readPersonName(given: string): string {
  const name = foreignText(given, 1_000).trim();
  if (isVisible(name) && name.length <= 200) return name;
  throw new CountersignError("invalid_input", "A name has 1 to 200 characters.", { field: "name" });
}
