"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  type ConsequencesProps,
  DisconnectConsequences,
} from "../../connections/[id]/_components/disconnect-consequences";
import { disconnect } from "../../connections/[id]/actions";

/** Without scripts its trigger leads to the page that asks the same question. */
export function DisconnectDialog({
  connectionId,
  ...consequences
}: ConsequencesProps & { connectionId: string }) {
  return (
    <ConfirmDialog
      href={`/connections/${connectionId}/disconnect`}
      trigger="Disconnect"
      title={`Disconnect ${consequences.companyName}?`}
      confirmLabel="Disconnect"
      action={disconnect}
      fields={{ connectionId }}
    >
      <DisconnectConsequences {...consequences} />
    </ConfirmDialog>
  );
}
