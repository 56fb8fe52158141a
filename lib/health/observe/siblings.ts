import type { Connection, Sql } from "@/lib/db";
import { connections, SERVED } from "@/lib/token/views";

/** A live connection of another company. */
type Sibling = Pick<Connection, "companyId" | "connectionType">;

/** The live connections that live by the same grant and were not looked at since this one's trouble began. */
export function findSiblings(sql: Sql, { companyId, connectionType }: Sibling): Promise<Sibling[]> {
  return sql.query<Sibling>(
    `SELECT s."companyId", s."connectionType"
     FROM ${SERVED}
     JOIN "ConnectionHealth" own ON own."companyId" = c."companyId" AND own."connectionType" = c."connectionType"
     JOIN ${connections("s")} ON s."grantId" = g.id AND s.id <> c.id AND s."disconnectedAt" IS NULL
     LEFT JOIN "ConnectionHealth" h ON h."companyId" = s."companyId" AND h."connectionType" = s."connectionType"
     WHERE c."companyId" = $1 AND c."connectionType" = $2 AND g.state = 'active'
       AND COALESCE(h."lastProbedAt" < own.since, true)
     ORDER BY s.id`,
    [companyId, connectionType],
  );
}
