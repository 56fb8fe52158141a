import type { Selection } from "@/lib/bulk";
import { matchingOf } from "../../selection-input";

/** Carries a selection from page to page: as the boxes of the list would. */
export function SelectionFields({ selection, list }: { selection: Selection; list: string }) {
  return (
    <>
      <input type="hidden" name="list" value={list} />
      {"query" in selection && <input type="hidden" name="matching" value={matchingOf(selection.query)} />}
      {"ids" in selection && selection.ids.map((id) => <input key={id} type="hidden" name="id" value={id} />)}
    </>
  );
}
