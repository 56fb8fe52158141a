import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireProvedUser } from "@/lib/door";
import { KEY_LIMITS, SCOPES } from "@/lib/people";
import { providerNames, providerOf } from "@/lib/token";
import { page } from "../../../_page/drawn-page";
import { MakeKeyForm } from "../_components/make-key-form";
import { API_KEYS, CREATE_KEY, CREATE_KEY_SENTENCE, SCOPE_WORDS } from "../words";

export const metadata: Metadata = { title: CREATE_KEY };

async function NewKeyPage() {
  await requireProvedUser("keys.manage");
  const crumbs = [{ label: API_KEYS, href: "/settings/keys" }, { label: CREATE_KEY }];
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={crumbs} />}
        title={CREATE_KEY}
        sentence={CREATE_KEY_SENTENCE}
      />
      <Card>
        <MakeKeyForm
          scopes={SCOPES.map((scope) => ({
            value: scope,
            label: SCOPE_WORDS[scope].short,
            sentence: SCOPE_WORDS[scope].sentence,
          }))}
          providers={providerNames.map((name) => ({ value: name, label: providerOf(name).displayName }))}
          usual={{ limitPerMinute: KEY_LIMITS.perMinute.usual, expiresInDays: KEY_LIMITS.days.usual }}
        />
      </Card>
    </>
  );
}

export default page(NewKeyPage);
