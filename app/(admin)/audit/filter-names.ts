import { type AuditFilter, audit, excludedBy } from "@/lib/audit";
import type { FilterNames } from "./filter-words";

/** The names behind the ids of a filter's companies and actors. */
export async function filterNames(filter: AuditFilter): Promise<FilterNames> {
  const named = (key: "company" | "actor") => {
    const ids = [filter[key], ...excludedBy(filter, key)].filter((id) => id !== undefined);
    return audit().namesOf(key, ids);
  };
  const [company, actor] = await Promise.all([named("company"), named("actor")]);
  return { company, actor };
}
