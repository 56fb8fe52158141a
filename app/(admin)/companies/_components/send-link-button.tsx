import type { ComponentProps } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { companyPath } from "@/lib/text/company-path";
import { SEND_LINK, sendLinkTo } from "../words";

interface SendLinkButtonProps
  extends Pick<ComponentProps<typeof ButtonLink>, "size" | "variant" | "className"> {
  companyId: string;
  provider: string;
  /** For a list of companies, whose buttons are told apart by it. */
  companyName?: string;
}

/** To the links of a company, the provider's first. */
export function SendLinkButton({ companyId, provider, companyName, ...look }: SendLinkButtonProps) {
  return (
    <ButtonLink
      href={companyPath(companyId, { tab: "links", provider })}
      aria-label={companyName && sendLinkTo(companyName)}
      {...look}
    >
      {SEND_LINK}
    </ButtonLink>
  );
}
