import { runtime } from "@/lib/runtime";
import { type AuditRow, listConnectionAudit as list } from "./query";

export type { AuditRow } from "./query";

/** The newest audit rows of one company's connection, newest first. */
export function listConnectionAudit(filter: {
  companyId: string;
  connectionType: string;
  limit: number;
}): Promise<AuditRow[]> {
  return list(runtime().database, filter);
}
