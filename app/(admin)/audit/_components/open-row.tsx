import { type AuditRow, audit } from "@/lib/audit";
import { companyPath } from "@/lib/text/company-path";
import type { AuditListParams } from "../search-params";
import { RowPanel } from "./row-panel";

/** The row that the address names, also when it is not on this page. */
export async function OpenRow({ params, rows }: { params: AuditListParams; rows: readonly AuditRow[] }) {
  const { row: id } = params;
  if (!id) return null;
  const index = rows.findIndex((row) => row.id === id);
  const row = rows[index] ?? (await audit().findAuditRow(id));
  return (
    <RowPanel
      row={row}
      params={{ ...params, row: id }}
      newerId={rows[index - 1]?.id}
      olderId={index < 0 ? undefined : rows[index + 1]?.id}
      connectionHref={
        row?.companyName && row.connectionType
          ? companyPath(row.companyId, { provider: row.connectionType })
          : undefined
      }
    />
  );
}
