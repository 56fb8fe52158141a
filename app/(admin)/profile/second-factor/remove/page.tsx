import type { Metadata } from "next";
import { CodeForm } from "@/app/_second-factor/code-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../../../_page/drawn-page";
import { REMOVE_FACTOR, REMOVE_WHY, SECOND_FACTOR } from "../../words";
import { NoneYet } from "../_components/none-yet";
import { remove } from "../actions";

export const metadata: Metadata = { title: REMOVE_FACTOR };

async function RemovePage() {
  const { id } = await requireUser("account.manage");
  const factor = await secondFactors().secondFactorSince(id);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: SECOND_FACTOR, href: "/profile/second-factor" }, { label: REMOVE_FACTOR }]}
          />
        }
        title={REMOVE_FACTOR}
        sentence={REMOVE_WHY}
      />
      <Card className="max-w-xl">
        {factor ? (
          <CodeForm
            action={remove}
            kind="any_code"
            button={REMOVE_FACTOR}
            danger
            then="/profile/second-factor"
          />
        ) : (
          <NoneYet />
        )}
      </Card>
    </>
  );
}

export default page(RemovePage);
