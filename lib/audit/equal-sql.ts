/** A column that a range of an index can begin with. */
export type RangeColumn =
  | "companyId"
  | "userId"
  | "apiEndpoint"
  | "facet"
  | "connectionType"
  | "requestId"
  | "id";

/** `"AuditLog" a` compared with a parameter, in the words that its indexes know. */
export function equalSql(column: RangeColumn, parameter: string): string {
  if (column === "facet") return `a.facet = ${parameter}::bigint`;
  const equal = `a."${column}" = ${parameter}::text`;
  if (column !== "apiEndpoint") return equal;
  return `hashtextextended(a."apiEndpoint", 0) = hashtextextended(${parameter}::text, 0) AND ${equal}`;
}
