import ChevronDown from "lucide-react/icons/chevron-down";
import Columns3 from "lucide-react/icons/columns-3";
import { Button, buttonClass } from "@/components/ui/button";
import { DensitySwitch } from "@/components/ui/density-switch";
import { MenuDetails } from "@/components/ui/menu-details";
import { chooseColumns, chooseDensity } from "../actions";
import { chosenDensity } from "../chosen-density";
import { hiddenColumns } from "./hidden-columns";
import { LIST_COLUMNS, type ListWithColumns } from "./list-columns";
import { DISPLAY_TITLE } from "./words";

interface DisplayMenuProps {
  list: ListWithColumns;
  /** For a list whose rows have one height only. */
  withoutDensity?: boolean;
  /** What of the list a file holds, whatever is shown. */
  exportWords?: string;
}

/** How a list's rows look: their height and their columns. Cards, which phones have, show what they always do. */
export async function DisplayMenu({ list, withoutDensity = false, exportWords }: DisplayMenuProps) {
  const [hidden, density] = await Promise.all([hiddenColumns(list), chosenDensity()]);
  return (
    <MenuDetails
      className="group relative max-sm:hidden print:hidden"
      summaryClassName={buttonClass({ variant: "secondary" }, "px-2.5")}
      summaryTitle={DISPLAY_TITLE}
      summary={
        <>
          {/* Icons alone: the sentence beside it needs the line. */}
          <Columns3 aria-hidden />
          <span className="sr-only">Display</span>
          {hidden.length > 0 && (
            <span className="text-sm font-normal text-muted">{hidden.length} hidden</span>
          )}
          <ChevronDown aria-hidden className="transition-transform group-open:rotate-180" />
        </>
      }
    >
      <div className="absolute right-0 z-30 mt-1 w-60 rounded-lg border border-border bg-surface p-3.5 text-sm shadow-overlay">
        {!withoutDensity && (
          <div className="mb-3 flex items-center justify-between gap-2 border-b border-border pb-3">
            <span aria-hidden>Rows</span>
            <DensitySwitch current={density} action={chooseDensity} />
          </div>
        )}
        <form
          // What was chosen is what the form shows.
          key={hidden.join()}
          action={chooseColumns}
        >
          <input type="hidden" name="list" value={list} />
          <fieldset>
            <legend className="mb-1 text-xs font-medium text-muted">Columns</legend>
            {Object.entries(LIST_COLUMNS[list]).map(([column, label]) => (
              <label key={column} className="flex min-h-7 items-center gap-2">
                <input
                  type="checkbox"
                  name="column"
                  value={column}
                  defaultChecked={!hidden.includes(column)}
                  className="size-4 accent-accent"
                />
                {label}
              </label>
            ))}
          </fieldset>
          <Button type="submit" size="sm" className="mt-2 w-full">
            Apply
          </Button>
        </form>
        {exportWords && <p className="mt-2 text-xs text-muted">{exportWords}</p>}
      </div>
    </MenuDetails>
  );
}
