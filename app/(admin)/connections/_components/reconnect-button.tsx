import type { ButtonLook } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { startReconnect } from "../actions";

interface ReconnectButtonProps extends ButtonLook {
  connectionId: string;
  /** For screen readers, where the button is not of the page's own company. */
  companyName?: string;
  /** The page to show when the consent could not even begin. */
  returnTo?: string;
}

/** One press to the provider's consent, with or without scripts. */
export function ReconnectButton({ connectionId, companyName, returnTo, ...look }: ReconnectButtonProps) {
  return (
    <form action={startReconnect}>
      <input type="hidden" name="connectionId" value={connectionId} />
      {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
      <SubmitButton {...look}>
        Reconnect{companyName && <span className="sr-only"> {companyName}</span>}
      </SubmitButton>
    </form>
  );
}
