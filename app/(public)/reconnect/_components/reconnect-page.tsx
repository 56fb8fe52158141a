import { noticeOf } from "@/app/_notice/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { links } from "@/lib/links";
import { type ProviderName, providerOf, tokenService } from "@/lib/token";
import { Outcome } from "../../connect/_components/outcome";
import { ProductFrame } from "../../connect/_components/product-frame";
import { startVisit } from "../actions";
import { notSetUp, reconnectButton, reconnectTitle, reconnectWhy, whoCanApprove } from "../words";

export interface ReconnectPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What a provider's own Reconnect leads to: nobody needs an account, and nobody learns which companies there are. */
export async function ReconnectPage({
  provider,
  searchParams,
}: ReconnectPageProps & { provider: ProviderName }) {
  const notice = await noticeOf(await searchParams);
  const { displayName, shortName, consentedBy } = providerOf(provider);
  const { name: product } = links().product();
  const isSetUp = tokenService.configuredProviders().includes(provider);
  return (
    <ProductFrame>
      <Outcome notice={notice} />
      <h1 className="text-xl font-semibold">{reconnectTitle(displayName)}</h1>
      <p className="mt-2 text-muted">
        {isSetUp
          ? `${reconnectWhy(product, displayName)} ${whoCanApprove(consentedBy)}`
          : notSetUp(displayName)}
      </p>
      {isSetUp && (
        <form action={startVisit} className="mt-6">
          <input type="hidden" name="provider" value={provider} />
          <SubmitButton className="w-full">{reconnectButton(shortName)}</SubmitButton>
        </form>
      )}
    </ProductFrame>
  );
}
