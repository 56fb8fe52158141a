import type { Metadata } from "next";
import { CodeForm } from "@/app/_second-factor/code-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../../../_page/drawn-page";
import { NEW_CODES, NEW_CODES_WHY, SECOND_FACTOR } from "../../words";
import { NoneYet } from "../_components/none-yet";
import { renewCodes } from "../actions";

export const metadata: Metadata = { title: NEW_CODES };

async function BackupCodesPage() {
  const { id } = await requireUser("account.manage");
  const factor = await secondFactors().secondFactorSince(id);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: SECOND_FACTOR, href: "/profile/second-factor" }, { label: NEW_CODES }]}
          />
        }
        title={NEW_CODES}
        sentence={NEW_CODES_WHY}
      />
      <Card className="max-w-xl">
        {factor ? (
          <CodeForm action={renewCodes} kind="any_code" button={NEW_CODES} then="/profile/second-factor" />
        ) : (
          <NoneYet />
        )}
      </Card>
    </>
  );
}

export default page(BackupCodesPage);
