import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CodeForm } from "@/app/_second-factor/code-form";
import { SsoLink } from "@/app/_session/sso-link";
import { ssoRefusalWords } from "@/app/_session/words";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { companyAccount, hasFreshProof, requireUser, safeReturnTo } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../_page/drawn-page";
import { confirm } from "./actions";
import { pageOfFile } from "./file-of";
import { CONFIRM, CONFIRM_WHY, CONFIRMED, DOWNLOAD_STARTS, GO_BACK, START_DOWNLOAD } from "./words";

export const metadata: Metadata = { title: CONFIRM };

interface ConfirmPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Asks for the password, a code, or the company's account, before what `needsProof` names. */
async function ConfirmPage({ searchParams }: ConfirmPageProps) {
  const { id } = await requireUser("account.manage");
  const { returnTo: asked, error } = await searchParams;
  const returnTo = safeReturnTo(asked);
  if (await hasFreshProof()) {
    const page = pageOfFile(returnTo);
    if (page === undefined) redirect(returnTo);
    return <FileStarts file={returnTo} page={page} />;
  }
  const proof = await secondFactors().proofOf(id);
  const company = companyAccount();
  const refused = company && ssoRefusalWords(error, company.name);
  return (
    <>
      <PageHeader title={CONFIRM} sentence={CONFIRM_WHY} />
      <Card className="max-w-md">
        {refused && (
          <div className="mb-4">
            <Alert title={refused} />
          </div>
        )}
        {proof === "sso" && company ? (
          <SsoLink name={company.name} returnTo={returnTo} purpose="confirm" primary />
        ) : (
          <CodeForm
            action={confirm}
            kind={proof === "code" ? "any_code" : "password"}
            button="Confirm"
            returnTo={returnTo}
            then={returnTo}
          />
        )}
      </Card>
    </>
  );
}

function FileStarts({ file, page }: { file: string; page: string }) {
  return (
    <>
      <meta httpEquiv="refresh" content={`0;url=${file}`} />
      <PageHeader title={CONFIRMED} sentence={DOWNLOAD_STARTS} />
      <p className="flex flex-wrap gap-2">
        <ButtonLink href={page}>{GO_BACK}</ButtonLink>
        <ButtonLink href={file} plain>
          {START_DOWNLOAD}
        </ButtonLink>
      </p>
    </>
  );
}

export default page(ConfirmPage);
