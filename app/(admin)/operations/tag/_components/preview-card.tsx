import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Selection, TagPreview } from "@/lib/bulk";
import { shownName } from "@/lib/shown-text";
import { plural } from "@/lib/text/plural";
import { startTag } from "../../actions";
import { SelectionFields } from "./selection-fields";

interface PreviewCardProps {
  selection: Selection;
  list: string;
  change: "tag" | "untag";
  preview: TagPreview;
}

const companies = (count: number) => plural(count, "company", "companies");

/** What would be changed, and the button that does it. */
export function PreviewCard({ selection, list, change, preview }: PreviewCardProps) {
  const { tag, same } = preview;
  const isAdding = change === "tag";
  const sameWords = isAdding
    ? `${companies(same)} ${same === 1 ? "has" : "have"} it already.`
    : `${companies(same)} ${same === 1 ? "doesn't" : "don't"} have it.`;
  return (
    <Card
      title={`${isAdding ? "Add" : "Remove"} “${shownName(tag)}”`}
      sentence={
        preview.change === 0 ? `Nothing to change: ${lower(sameWords)}` : same > 0 ? sameWords : undefined
      }
    >
      {preview.change > 0 && (
        <form action={startTag}>
          <SelectionFields selection={selection} list={list} />
          <input type="hidden" name="tag" value={tag} />
          <input type="hidden" name="change" value={change} />
          {"query" in selection && <input type="hidden" name="expected" value={preview.connections} />}
          <SubmitButton>
            {isAdding ? "Add to" : "Remove from"} {companies(preview.change)}
          </SubmitButton>
        </form>
      )}
    </Card>
  );
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
