import type { Metadata } from "next";
import { CodeForm } from "@/app/_second-factor/code-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { NEW_CODES, NEW_CODES_WHY, SECOND_FACTOR } from "../../words";
import { renewCodes } from "../actions";

export const metadata: Metadata = { title: NEW_CODES };

export default async function BackupCodesPage() {
  await requireUser("overview.read");
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
        <CodeForm action={renewCodes} kind="any_code" button={NEW_CODES} then="/profile/second-factor" />
      </Card>
    </>
  );
}
