import { ButtonLink } from "@/components/ui/button-link";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { revokeKey } from "../actions";
import type { KeyListRow } from "../key-list-row";
import { revokeNamed, revokeQuestion, rotateNamed } from "../words";
import { RevokeConsequences } from "./revoke-consequences";

/** What can be done with a key; nothing with one that has ended. */
export function KeyActions({ row: { id, name, service, status } }: { row: KeyListRow }) {
  if (status === "expired" || status === "revoked") return null;
  return (
    <div className="flex flex-wrap gap-2 sm:justify-end">
      <ButtonLink href={`/settings/keys/${id}/rotate`} size="sm" aria-label={rotateNamed(name)}>
        Rotate
      </ButtonLink>
      <ConfirmDialog
        href={`/settings/keys/${id}/revoke`}
        trigger="Revoke"
        triggerLook={{ size: "sm" }}
        triggerLabel={revokeNamed(name)}
        title={revokeQuestion(name)}
        confirmLabel="Revoke"
        action={revokeKey}
        fields={{ keyId: id }}
      >
        <RevokeConsequences service={service} />
      </ConfirmDialog>
    </div>
  );
}
