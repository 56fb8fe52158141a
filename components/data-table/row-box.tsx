"use client";

import { type ChangeEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { boxesOf, tick, useTicked } from "./selection";
import { ROLE } from "./table-roles";
import { SELECT_ALL_ROWS } from "./words";

const BOX = "size-4 accent-accent";

/** What a table shows of its selection. A table without one does not load it. */
export interface RowSelection<Row> {
  head: ReactNode;
  boxOf: (row: Row, id: string) => ReactNode;
}

interface Selecting<Row> {
  /** The id of the form that the boxes belong to. */
  form: string;
  /** The name of a row's box after "Select". */
  label: (row: Row) => string;
  /** All that match are selected, on every page: the boxes show it and can't be changed. */
  all: boolean;
}

/** Which rows are ticked, the boxes themselves know: ticks survive the arrival of scripts. */
export const selectionIn = <Row,>({ form, label, all }: Selecting<Row>): RowSelection<Row> => ({
  head: <HeadBox form={form} all={all} />,
  boxOf: (row, id) => <RowBox form={form} id={id} label={label(row)} all={all} />,
});

interface RowBoxProps {
  form: string;
  id: string;
  label: string;
  all: boolean;
}

/** The box of one row. With Shift, all rows between it and the box ticked before. */
function RowBox({ form, id, label, all }: RowBoxProps) {
  return (
    <td {...ROLE.cell} className="data-cell row-box">
      <label>
        <span className="sr-only">Select {label}</span>
        <input
          // Selected one by one, a row keeps its own tick; selected with all, it has no choice.
          key={all ? "all" : "one"}
          type="checkbox"
          // A browser that restores ticks would show them for other rows.
          autoComplete="off"
          className={BOX}
          {...(all
            ? { checked: true, disabled: true, readOnly: true }
            : { "data-row-box": "", name: "id", value: id, form, onClick: selectRange })}
        />
      </label>
    </td>
  );
}

/** The last box that was ticked or cleared by itself. */
let anchor: HTMLInputElement | undefined;

function selectRange(event: MouseEvent<HTMLInputElement>) {
  const box = event.currentTarget;
  const boxes = boxesOf(box.getAttribute("form") ?? "");
  const [from, to] = [anchor ? boxes.indexOf(anchor) : -1, boxes.indexOf(box)];
  if (event.shiftKey && from >= 0) tick(boxes.slice(Math.min(from, to), Math.max(from, to) + 1), box.checked);
  anchor = box;
}

/** Ticks or clears every row of the page. */
function HeadBox({ form, all }: { form: string; all: boolean }) {
  const box = useRef<HTMLInputElement>(null);
  const { ticked, rows } = useTicked(form) ?? { ticked: 0, rows: 0 };
  const some = !all && ticked > 0 && ticked < rows;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  const change = (event: ChangeEvent<HTMLInputElement>) => tick(boxesOf(form), event.target.checked);
  return (
    <th {...ROLE.columnHeader} className="row-box">
      <label className="needs-script">
        <span className="sr-only">{SELECT_ALL_ROWS}</span>
        <input
          ref={box}
          type="checkbox"
          checked={all || (rows > 0 && ticked === rows)}
          disabled={all}
          onChange={change}
          className={BOX}
        />
      </label>
    </th>
  );
}
