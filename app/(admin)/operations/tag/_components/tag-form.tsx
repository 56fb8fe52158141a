import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { Selection } from "@/lib/bulk";
import { tagWords } from "../../operation-words";
import { ADD_OR_REMOVE, NO_TAG_YET, theyHave } from "../../words";
import { SelectionFields } from "./selection-fields";

const TAGS_ID = "known-tags";
const CHANGES = [
  { value: "tag", label: "Add" },
  { value: "untag", label: "Remove" },
] as const;

interface TagFormProps {
  selection: Selection;
  list: string;
  change: "tag" | "untag";
  tag: string;
  error: string | undefined;
  /** Tags that the companies have. */
  tags: readonly { tag: string; companies: number }[];
}

/** Which tag, and whether it comes or goes. Nothing is changed by it. */
export function TagForm({ selection, list, change, tag, error, tags }: TagFormProps) {
  return (
    <Card>
      <form action="/operations/tag" className="grid gap-4">
        <SelectionFields selection={selection} list={list} />
        <fieldset className="flex gap-5">
          <legend className="sr-only">{ADD_OR_REMOVE}</legend>
          {CHANGES.map(({ value, label }) => (
            <label key={value} className="flex min-h-8 items-center gap-2">
              <input
                type="radio"
                name="change"
                value={value}
                defaultChecked={change === value}
                className="size-4 accent-accent"
              />
              {label}
            </label>
          ))}
        </fieldset>
        <Field
          name="tag"
          label="Tag"
          defaultValue={tag}
          error={error ?? ""}
          required
          maxLength={60}
          autoComplete="off"
          list={TAGS_ID}
          hint={tags.length > 0 ? theyHave(tagWords(tags)) : NO_TAG_YET}
          className="max-w-sm"
        />
        <datalist id={TAGS_ID}>
          {tags.map((each) => (
            <option key={each.tag} value={each.tag} />
          ))}
        </datalist>
        <div>
          <Button type="submit" variant="secondary">
            Preview
          </Button>
        </div>
      </form>
    </Card>
  );
}
