import { auditFilterQuery } from "@/lib/audit";
import type { ShownList } from "../_views/views-of-list";
import type { AuditListParams } from "./search-params";

/** What the log shows, for its views. */
export function viewsOf({ filter, problems, view }: AuditListParams, understood = true): ShownList {
  return {
    list: "audit",
    query: auditFilterQuery(filter).toString(),
    understood: understood && problems.length === 0,
    viewId: view,
  };
}
