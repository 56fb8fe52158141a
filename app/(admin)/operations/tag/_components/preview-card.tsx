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
  const { tag, same, change: changed } = preview;
  const isAdding = change === "tag";
  const already = isAdding ? `${companies(same)} ${same === 1 ? "has" : "have"} it already.` : without(same);
  const changes = `${companies(changed)} ${verb(isAdding, changed)} it.`;
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
          <SubmitButton>
            {isAdding ? "Add to" : "Remove from"} {companies(changed)}
          </SubmitButton>
        </form>
      )}
    </Card>
  );
}

const without = (count: number) => `${companies(count)} ${count === 1 ? "doesn't" : "don't"} have it.`;

function verb(isAdding: boolean, count: number): string {
  const plain = isAdding ? "get" : "lose";
  return count === 1 ? `${plain}s` : plain;
}
