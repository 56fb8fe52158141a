import type { ReactNode } from "react";
import type { ButtonLook } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { startConnect } from "../actions";

interface ConnectButtonProps extends ButtonLook {
  companyId: string;
  provider: string;
  /** The page to come back to when nothing gets connected. */
  returnTo: string;
  children: ReactNode;
}

/** Unbranded on purpose: the providers allow their marks only on their own, unmodified button images. */
export function ConnectButton({ companyId, provider, returnTo, children, ...look }: ConnectButtonProps) {
  return (
    <form action={startConnect}>
      <input type="hidden" name="companyId" value={companyId} />
      <input type="hidden" name="provider" value={provider} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <SubmitButton {...look}>{children}</SubmitButton>
    </form>
  );
}
