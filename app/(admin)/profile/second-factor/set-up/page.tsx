import type { Metadata } from "next";
import { CodeForm } from "@/app/_second-factor/code-form";
import { SecretCard } from "@/app/_second-factor/secret-card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser, sessionIdHere } from "@/lib/door";
import { secondFactors } from "@/lib/people";
import { page } from "../../../_page/drawn-page";
import { FACTOR_ON, SECOND_FACTOR, SET_UP, SET_UP_EXPIRED } from "../../words";
import { NoneYet } from "../_components/none-yet";
import { confirm } from "../actions";

export const metadata: Metadata = { title: SET_UP };

async function SetUpPage() {
  const { id, email } = await requireUser("account.manage");
  const enroller = { userId: id, startedBy: await sessionIdHere() };
  const [enrolment, factor] = await Promise.all([
    secondFactors().findEnrolment(enroller, email),
    secondFactors().secondFactorSince(id),
  ]);
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ label: SECOND_FACTOR, href: "/profile/second-factor" }, { label: "Set up" }]}
          />
        }
        title={SET_UP}
        sentence={factor ? FACTOR_ON : enrolment ? undefined : SET_UP_EXPIRED}
      />
      <Card className="max-w-xl">
        {!enrolment && !factor && <NoneYet />}
        {enrolment && <SecretCard enrolment={enrolment} />}
        <div className="mt-4">
          <CodeForm
            action={confirm}
            kind="code"
            button="Turn on"
            then="/profile/second-factor"
            open={enrolment !== undefined}
          />
        </div>
      </Card>
    </>
  );
}

export default page(SetUpPage);
