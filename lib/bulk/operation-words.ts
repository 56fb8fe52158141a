import { shownName } from "@/lib/shown-text";
import type { BulkKind } from "./deps";

/** "Check", "Add the tag “vip”". */
export function inWords({ kind, tag }: { kind: BulkKind; tag: string | null }): string {
  if (kind === "check") return "Check";
  if (kind === "links") return "Send links";
  return `${kind === "tag" ? "Add" : "Remove"} the tag “${shownName(tag ?? "")}”`;
}
