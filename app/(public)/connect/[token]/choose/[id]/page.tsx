import type { Metadata } from "next";
import { connection } from "next/server";
import { customerWords } from "@/app/_consent/customer/words-here";
import { buttonClass } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { links } from "@/lib/links";
import { shownName } from "@/lib/shown-text";
import { ProductFrame } from "../../../_components/product-frame";
import { chooseByLink } from "../../actions";

export async function generateMetadata(): Promise<Metadata> {
  const { say } = await customerWords();
  return { title: { absolute: say.choose }, referrer: "no-referrer" };
}

/** Several organisations were chosen at the provider: the customer says which is the company's. */
export default async function ChooseByLinkPage({
  params,
}: {
  params: Promise<{ token: string; id: string }>;
}) {
  await connection();
  const { token, id } = await params;
  const { say } = await customerWords();
  const [consent, link] = await Promise.all([
    links().linkChoice({ token, consentId: id }),
    links().readLink(token),
  ]);
  if (!consent || consent.tenants.length === 0 || !("companyName" in link)) {
    return (
      <ProductFrame>
        <h1 className="text-xl font-semibold">{say.noChoice}</h1>
        <a href={`/connect/${encodeURIComponent(token)}`} className={buttonClass({}, "mt-6")}>
          {say.backToLink}
        </a>
      </ProductFrame>
    );
  }
  return (
    <ProductFrame>
      <h1 className="text-xl font-semibold">{say.choose}</h1>
      <form action={chooseByLink} className="mt-4">
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="consentId" value={id} />
        <input type="hidden" name="connectionType" value={consent.connectionType} />
        <fieldset>
          <legend className="text-muted">{say.chooseWhich(link.companyName)}</legend>
          {consent.tenants.map(({ tenantId, tenantName }) => (
            <label key={tenantId} className="mt-2 flex min-h-8 items-center gap-3">
              <input type="radio" name="tenantId" value={tenantId} required className="size-4" />
              <bdi className="wrap-anywhere">{shownName(tenantName)}</bdi>
            </label>
          ))}
        </fieldset>
        <SubmitButton className="mt-5 w-full">{say.useThis}</SubmitButton>
      </form>
    </ProductFrame>
  );
}
