import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { KEY_LIMITS, SCOPES } from "@/lib/people";
import { providerNames, providerOf } from "@/lib/token";
import { MakeKeyForm } from "../_components/make-key-form";
import { SCOPE_WORDS } from "../scope-words";

export const metadata: Metadata = { title: "Make a key" };

export default async function NewKeyPage() {
  await requireUser("keys.manage");
  const crumbs = [{ label: "API keys", href: "/settings/keys" }, { label: "Make a key" }];
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={crumbs} />}
        title="Make a key"
        sentence="Give it no more than its service needs: a key that leaks can do what it may, and nothing else."
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
