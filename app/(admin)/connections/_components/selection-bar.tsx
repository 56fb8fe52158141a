import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { startCheck } from "../../operations/actions";
import { filterQuery, matchingOf } from "../../operations/selection-input";
import { type ConnectionListParams, listHref, selectAllHref } from "../search-params";
import { SELECTION_FORM } from "../selection-form";
import { allSelected } from "../words";
import { SelectionCount } from "./selection-count";

interface SelectionBarProps {
  params: ConnectionListParams;
  /** How many rows this page has, and how many match on all pages. */
  shown: number;
  total: number;
  /** Whether this person may do more than export. */
  mayRun: boolean;
}

/** What can be done to the selected connections. The rows' boxes are fields of its form: no script carries them over. */
export function SelectionBar({ params, shown, total, mayRun }: SelectionBarProps) {
  const isAll = params.selectsAll;
  const list = listHref(params);
  return (
    <form
      id={SELECTION_FORM}
      action="/operations/tag"
      aria-label="Selected connections"
      className="selection-bar mt-3 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-control bg-surface px-4 py-2 text-sm shadow-overlay sm:mx-auto sm:w-fit sm:min-w-136"
    >
      <input type="hidden" name="list" value={list} />
      {isAll ? (
        <>
          <input type="hidden" name="matching" value={matchingOf(filterQuery(params))} />
          <input type="hidden" name="expected" value={total} />
          <span>
            <Sentence
              parts={allSelected(
                <strong className="font-semibold tabular-nums">{total.toLocaleString("en")}</strong>,
              )}
            />
          </span>
          <Link
            href={list}
            prefetch={false}
            scroll={false}
            className="inline-flex min-h-7 items-center rounded-sm px-1 underline underline-offset-2"
          >
            Clear
          </Link>
        </>
      ) : (
        <>
          <SelectionCount
            form={SELECTION_FORM}
            total={total}
            allHref={total > shown ? selectAllHref(params) : undefined}
          />
          <button type="reset" className="min-h-7 rounded-sm px-1 underline underline-offset-2">
            Clear
          </button>
        </>
      )}
      <div className="ml-auto flex gap-1.5">
        <Button type="submit" size="sm" formAction="/connections/export">
          Export
        </Button>
        {mayRun && (
          <>
            <Button type="submit" size="sm">
              Tag…
            </Button>
            <Button type="submit" size="sm" formAction="/operations/links">
              Send links…
            </Button>
            <SubmitButton size="sm" formAction={startCheck}>
              Check
            </SubmitButton>
          </>
        )}
      </div>
    </form>
  );
}
