"use client";

import MailPlus from "lucide-react/icons/mail-plus";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { inviteColumns } from "../columns";
import type { InviteListRow } from "../invite-list-row";
import { INVITES, NO_INVITES, NO_INVITES_MORE } from "../words";

/** Invites, the open ones first. Any page of the settings can show it: its rows come from `inviteListRows`. */
export function InviteTable({ rows }: { rows: readonly InviteListRow[] }) {
  return (
    <DataTable
      columns={inviteColumns}
      rows={rows}
      rowId={rowId}
      caption={INVITES}
      empty={
        <EmptyState title={NO_INVITES} icon={<MailPlus strokeWidth={1.5} />}>
          {NO_INVITES_MORE}
        </EmptyState>
      }
    />
  );
}

const rowId = ({ id }: InviteListRow) => id;
