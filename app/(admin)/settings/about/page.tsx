import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { support } from "@/lib/support";
import { page } from "../../_page/drawn-page";
import { ABOUT } from "../words";
import {
  ABOUT_SENTENCE,
  BUNDLE,
  BUNDLE_HOLDS,
  BUNDLE_HOLDS_NOT,
  DOWNLOAD,
  NODE,
  notReady,
  READY,
  STATE,
  VERSION,
} from "./words";

export const metadata: Metadata = { title: ABOUT };

async function AboutPage() {
  await requireUser("settings.read");
  const { version, node, readiness } = await support().readAbout();
  const isReady = readiness.status === "ready";
  return (
    <>
      <PageHeader title={ABOUT} sentence={ABOUT_SENTENCE} />
      <Card className="max-w-2xl">
        <DescriptionList
          facts={[
            { term: VERSION, description: version },
            { term: NODE, description: node },
            {
              term: STATE,
              description: isReady ? (
                READY
              ) : (
                <span className="font-medium text-reconnect">{notReady(readiness.reason)}</span>
              ),
            },
          ]}
        />
      </Card>
      <Card className="mt-6 max-w-2xl" title={BUNDLE} sentence={BUNDLE_HOLDS}>
        <p className="mb-4 text-muted">{BUNDLE_HOLDS_NOT}</p>
        <ButtonLink href="/settings/about/bundle" plain>
          {DOWNLOAD}
        </ButtonLink>
      </Card>
    </>
  );
}

export default page(AboutPage);
