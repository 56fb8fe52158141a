import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { bulk, type LinksPreview, type Selection } from "@/lib/bulk";
import { requireUser, safeReturnTo } from "@/lib/door";
import { isCode } from "@/lib/errors";
import { page } from "../../_page/drawn-page";
import { selectionOf } from "../selection-input";
import { BACK_TO_LIST, NOTHING_TO_SEND, SEND_SENTENCE, sendTitle } from "../words";
import { LinksPreviewCard } from "./_components/links-preview-card";

export const metadata: Metadata = { title: "Send links" };

interface LinksPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Sends a link to the customers of the selected connections, after showing who gets one and who does not. */
async function LinksPage({ searchParams }: LinksPageProps) {
  await requireUser("operations.run");
  const given = await searchParams;
  const list = safeReturnTo([given.list].flat()[0] ?? "/connections");
  const head = <Breadcrumb items={[{ label: "Connections", href: list }, { label: "Send links" }]} />;
  const loaded = await load(given);
  if ("refused" in loaded) {
    return (
      <>
        <PageHeader breadcrumb={head} title="Send links" />
        <div className="rounded-lg border border-border bg-surface">
          <EmptyState title={NOTHING_TO_SEND} action={<ButtonLink href={list}>{BACK_TO_LIST}</ButtonLink>}>
            {loaded.refused}
          </EmptyState>
        </div>
      </>
    );
  }
  return (
    <>
      <PageHeader breadcrumb={head} title={sendTitle(loaded.preview.connections)} sentence={SEND_SENTENCE} />
      <div className="grid max-w-3xl gap-4">
        <LinksPreviewCard {...loaded} list={list} />
      </div>
    </>
  );
}

async function load(
  given: Readonly<Record<string, string | string[] | undefined>>,
): Promise<{ refused: string } | { selection: Selection; preview: LinksPreview }> {
  try {
    const selection = selectionOf(given);
    return { selection, preview: await bulk().previewLinks(selection) };
  } catch (error) {
    if (isCode(error, "invalid_input", "not_found")) return { refused: (error as Error).message };
    throw error;
  }
}

export default page(LinksPage);
