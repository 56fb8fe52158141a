"use client";

import { DataTable } from "@/components/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PAST_THE_END } from "../../words";
import { personColumns } from "../columns";
import type { PersonListRow } from "../person-list-row";
import { FIRST_PAGE, NO_PEOPLE_HERE, PEOPLE } from "../words";

export function PeopleTable({ rows }: { rows: readonly PersonListRow[] }) {
  return (
    <DataTable
      columns={personColumns}
      rows={rows}
      rowId={rowId}
      rowHref={rowHref}
      caption={PEOPLE}
      empty={
        <EmptyState
          title={NO_PEOPLE_HERE}
          action={<ButtonLink href="/settings/people">{FIRST_PAGE}</ButtonLink>}
        >
          {PAST_THE_END}
        </EmptyState>
      }
    />
  );
}

const rowId = ({ id }: PersonListRow) => id;
const rowHref = ({ id }: PersonListRow) => `/settings/people/${id}`;
