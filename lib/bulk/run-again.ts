import { CountersignError } from "@/lib/errors";
import { type BulkDeps, isOfCompanies } from "./deps";
import { failedParts } from "./read/list-parts";
import { findOperation, isOver } from "./read/operation-view";
import { startOperation } from "./start-operation";

/**
 * Begins another operation over the parts of an ended one that failed.
 *
 * @returns The new operation's id.
 * @throws {CountersignError} `not_found`; `invalid_input` while it runs, or where no part failed.
 */
export async function runAgain(
  deps: BulkDeps,
  { id, starterName }: { id: string; starterName: string },
): Promise<string> {
  const operation = await findOperation(deps, id);
  if (!operation) throw new CountersignError("not_found", "There is no such operation.");
  if (!isOver(operation)) throw refusal("This operation still runs.");
  const failed = await failedParts(deps, id);
  if (failed.length === 0) throw refusal("No failed part of it is kept.");
  const { kind, tag } = operation;
  const again = { kind, tag: tag ?? undefined, starterName, againOf: id };
  if (isOfCompanies(kind)) {
    const companies = failed.map(({ companyId }) => companyId);
    return startOperation(deps, { ...again, selection: { companies } });
  }
  const ids = failed.flatMap(({ connectionId }) => connectionId ?? []);
  return startOperation(deps, { ...again, selection: { ids } });
}

const refusal = (message: string) => new CountersignError("invalid_input", message, { unchanged: true });
