"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { removeTargetQuestion, SWITCHING, TURN_OFF, TURN_ON } from "../../../words";
import { RemoveConsequences } from "../../_components/remove-consequences";
import { removeEndpoint, switchEndpoint } from "../../actions";
import { ToldForm } from "./told-form";

export function EndpointActions({ id, target, isOn }: { id: string; target: string; isOn: boolean }) {
  return (
    <>
      <ToldForm action={switchEndpoint} fields={{ id, on: String(!isOn) }} pending={SWITCHING}>
        <SubmitButton variant="secondary">{isOn ? TURN_OFF : TURN_ON}</SubmitButton>
      </ToldForm>
      <ConfirmDialog
        href={`/settings/events/${id}/remove`}
        trigger="Remove"
        title={removeTargetQuestion(target)}
        confirmLabel="Remove"
        action={removeEndpoint}
        fields={{ id }}
      >
        <RemoveConsequences />
      </ConfirmDialog>
    </>
  );
}
