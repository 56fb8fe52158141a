"use client";

import KeyRound from "lucide-react/icons/key-round";
import { DataTable } from "@/components/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { keyColumns } from "../columns";
import type { KeyListRow } from "../key-list-row";

/** Every key, the newest first; without any, what they are for. */
export function KeyTable({ rows, isFirstPage }: { rows: readonly KeyListRow[]; isFirstPage: boolean }) {
  return (
    <DataTable
      columns={keyColumns}
      rows={rows}
      rowId={rowId}
      caption="API keys"
      empty={isFirstPage ? <NoKeys /> : <NoMoreKeys />}
    />
  );
}

const rowId = ({ id }: KeyListRow) => id;

function NoKeys() {
  return (
    <EmptyState title="No keys yet" icon={<KeyRound strokeWidth={1.5} />}>
      With a key, a service of your product gets access tokens and sees connections over HTTP, in whatever
      language it is written. Each key can do what you choose, and can be ended at once.
    </EmptyState>
  );
}

function NoMoreKeys() {
  return (
    <EmptyState title="No keys there" action={<ButtonLink href="/settings/keys">Newest</ButtonLink>}>
      This address leads past the end of the list.
    </EmptyState>
  );
}
