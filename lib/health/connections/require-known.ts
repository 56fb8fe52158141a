import { CountersignError } from "@/lib/errors";
import { plural } from "@/lib/text/plural";
import type { ConnectionDeps } from "./connection-row";
import { findMatching } from "./find-matching";

/**
 * Refuses a selection that names what never was. A connection that left the lists is known still.
 *
 * @throws {CountersignError} `not_found` where none of the ids is a connection's, `invalid_input` where some are.
 */
export async function requireKnown(deps: ConnectionDeps, ids: readonly string[]): Promise<void> {
  const asked = new Set(ids).size;
  const known = await findMatching(deps, { ids, archived: true }, asked);
  const unknown = asked - known.length;
  if (unknown === 0) return;
  const details = { field: "id", unchanged: true, nextStep: "Look at the list and choose again." };
  if (known.length > 0) {
    const verb = unknown === 1 ? "is" : "are";
    const message = `${unknown.toLocaleString("en")} of the ${plural(asked, "selected connection")} ${verb} not known here.`;
    throw new CountersignError("invalid_input", message, details);
  }
  const message =
    asked === 1
      ? "The selected connection is not known here."
      : `None of the ${plural(asked, "selected connection")} is known here.`;
  throw new CountersignError("not_found", message, details);
}
