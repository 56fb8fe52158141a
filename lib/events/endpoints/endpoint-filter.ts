import { companyExists } from "@/lib/companies/views";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownText } from "@/lib/shown-text";
import { type EventType, isEventType } from "../record/event-data";

const MOST_COMPANIES = 500;

/** Which events an endpoint takes. */
export interface EndpointFilter {
  /** None is all. */
  types: readonly string[];
  /** Null for every company. What concerns a provider as a whole comes in any case. */
  companyIds: readonly string[] | null;
}

/**
 * A filter as its row keeps it.
 *
 * @throws {CountersignError} `invalid_input` naming the field: an unknown type, no company or one that does not exist.
 */
export async function storedFilter(sql: Sql, { types, companyIds }: EndpointFilter) {
  const unknownType = types.find((type) => !isEventType(type));
  if (unknownType !== undefined) throw refused("types", `There are no events "${shownText(unknownType)}".`);
  const companies = [...new Set(companyIds ?? [])];
  if (companyIds && companies.length === 0) throw refused("companyIds", "Name at least one company.");
  if (companies.length > MOST_COMPANIES)
    throw refused("companyIds", `Name ${MOST_COMPANIES} companies at most, or choose all.`);
  for (const id of companies) {
    if (!(await companyExists(sql, id)))
      throw refused("companyIds", `There is no company "${shownText(id)}".`);
  }
  return {
    types: [...new Set(types)] as EventType[],
    allCompanies: companyIds === null,
    companyIds: companies,
  };
}

/** What it takes, for the audit log. */
export function filterWords({ types, allCompanies, companyIds }: Awaited<ReturnType<typeof storedFilter>>) {
  const what = types.length === 0 ? "Every type" : types.join(", ");
  return `${what}; ${allCompanies ? "every company" : companyIds.join(", ")}.`;
}

function refused(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
