"use client";

import KeyRound from "lucide-react/icons/key-round";
import { DataTable } from "@/components/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PAST_THE_END } from "../../words";
import { keyColumns } from "../columns";
import type { KeyListRow } from "../key-list-row";
import { API_KEYS, NO_KEYS, NO_KEYS_HERE, NO_KEYS_MORE } from "../words";

/** Every key, the newest first; without any, what they are for. */
export function KeyTable({ rows, isFirstPage }: { rows: readonly KeyListRow[]; isFirstPage: boolean }) {
  return (
    <DataTable
      columns={keyColumns}
      rows={rows}
      rowId={rowId}
      caption={API_KEYS}
      empty={isFirstPage ? <NoKeys /> : <NoMoreKeys />}
    />
  );
}

const rowId = ({ id }: KeyListRow) => id;

function NoKeys() {
  return (
    <EmptyState title={NO_KEYS} icon={<KeyRound strokeWidth={1.5} />}>
      {NO_KEYS_MORE}
    </EmptyState>
  );
}

function NoMoreKeys() {
  return (
    <EmptyState title={NO_KEYS_HERE} action={<ButtonLink href="/settings/keys">Newest</ButtonLink>}>
      {PAST_THE_END}
    </EmptyState>
  );
}
