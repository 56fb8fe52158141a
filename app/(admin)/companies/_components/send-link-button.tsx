import { ButtonLink } from "@/components/ui/button-link";
import { companyPath } from "@/lib/text/company-path";
import { SEND_LINK } from "../words";

/** To the links of a company, the provider's first. */
export function SendLinkButton({ companyId, provider }: { companyId: string; provider: string }) {
  return <ButtonLink href={companyPath(companyId, { tab: "links", provider })}>{SEND_LINK}</ButtonLink>;
}
