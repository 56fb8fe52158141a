import { recordAudit } from "@/lib/audit/record";
import type { Sql } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import type { ViewRow } from "./saved-view";

type ViewChange = "share" | "unshare" | "rename" | "filter" | "delete";

/**
 * A view of one's own is a setting, as the theme is, and leaves no row. One that is shared decides what others see, and
 * which rows they do not: who changed it is on record.
 */
export async function auditView(
  tx: Sql,
  { id, name, list }: Pick<ViewRow, "id" | "name" | "list">,
  change: ViewChange,
  atMs: number,
): Promise<void> {
  await recordAudit(tx, {
    operation: "view.change",
    outcome: "success",
    via: ["POST", `/views/${id}/${change}`],
    responseStatus: 200,
    errorMessage: `“${shownName(name)}” of ${list}`,
    atMs,
  });
}
