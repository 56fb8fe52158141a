import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Selection, TagPreview } from "@/lib/bulk";
import { shownName } from "@/lib/shown-text";
import { startTag } from "../../actions";
import { addTo, getTag, haveTag, lackTag, loseTag, removeFrom } from "../../words";
import { SelectionFields } from "./selection-fields";

interface PreviewCardProps {
  selection: Selection;
  list: string;
  change: "tag" | "untag";
  preview: TagPreview;
}

/** What would be changed, and the button that does it. */
export function PreviewCard({ selection, list, change, preview }: PreviewCardProps) {
  const { tag, same, change: changed } = preview;
  const isAdding = change === "tag";
  const already = isAdding ? haveTag(same) : lackTag(same);
  const changes = isAdding ? getTag(changed) : loseTag(changed);
  return (
    <Card
      title={`${isAdding ? "Add" : "Remove"} “${shownName(tag)}”`}
      sentence={[changed > 0 && changes, same > 0 && already].filter(Boolean).join(" ")}
    >
      {changed > 0 && (
        <form action={startTag}>
          <SelectionFields selection={selection} list={list} />
          <input type="hidden" name="tag" value={tag} />
          <input type="hidden" name="change" value={change} />
          {"query" in selection && <input type="hidden" name="expected" value={preview.connections} />}
          <SubmitButton>{isAdding ? addTo(changed) : removeFrom(changed)}</SubmitButton>
        </form>
      )}
    </Card>
  );
}
