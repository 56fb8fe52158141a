import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { KEY_LIMITS } from "@/lib/people";
import { page } from "../../../../_page/drawn-page";
import { loadKey } from "../../load-key";
import { API_KEYS, ROTATE_KEY, rotateNamed } from "../../words";
import { RotateForm } from "./_components/rotate-form";

export const metadata: Metadata = { title: ROTATE_KEY };

async function RotateKeyPage({ params }: { params: Promise<{ id: string }> }) {
  await requireProvedUser("keys.manage");
  const { id, name, service, status, expiresAt } = await loadKey(params);
  const crumbs = [{ label: API_KEYS, href: "/settings/keys" }, { label: ROTATE_KEY }];
  return (
    <>
      <PageHeader breadcrumb={<Breadcrumb items={crumbs} />} title={rotateNamed(name)} />
      <Card className="max-w-2xl">
        <RotateForm
          keyId={id}
          name={name}
          service={service}
          expiresAtMs={expiresAt.getTime()}
          suggestedDays={status === "expiring" ? KEY_LIMITS.days.usual : undefined}
        />
      </Card>
    </>
  );
}

export default page(RotateKeyPage);
