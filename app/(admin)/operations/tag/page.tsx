import type { Metadata } from "next";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { bulk, type Selection, type TagPreview } from "@/lib/bulk";
import { requireUser, safeReturnTo } from "@/lib/door";
import { CountersignError, isCode } from "@/lib/errors";
import { page } from "../../_page/drawn-page";
import { selectionOf } from "../selection-input";
import { BACK_TO_LIST, fromConnections, NOTHING_TO_TAG, tagTitle } from "../words";
import { PreviewCard } from "./_components/preview-card";
import { TagForm } from "./_components/tag-form";

export const metadata: Metadata = { title: "Tag companies" };

interface TagPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Adds a tag to the companies of the selected connections, or removes it, after showing what that would do. */
async function TagPage({ searchParams }: TagPageProps) {
  await requireUser("operations.run");
  const given = await searchParams;
  const list = safeReturnTo([given.list].flat()[0] ?? "/connections");
  const crumbs = [{ label: "Connections", href: list }, { label: "Tag" }];
  const loaded = await load(given);
  const head = <Breadcrumb items={crumbs} />;
  if (loaded.refused !== undefined) {
    return (
      <>
        <PageHeader breadcrumb={head} title="Tag companies" />
        <div className="rounded-lg border border-border bg-surface">
          <EmptyState title={NOTHING_TO_TAG} action={<ButtonLink href={list}>{BACK_TO_LIST}</ButtonLink>}>
            {loaded.refused}
          </EmptyState>
        </div>
      </>
    );
  }
  const { selection, selected, change, tag, preview, error } = loaded;
  return (
    <>
      <PageHeader
        breadcrumb={head}
        title={tagTitle(selected.companies)}
        sentence={fromConnections(selected.connections)}
      />
      <div className="grid max-w-3xl gap-4">
        <TagForm {...{ selection, list, change, tag, error }} tags={selected.tags} />
        {preview && <PreviewCard {...{ selection, list, change, preview }} />}
      </div>
    </>
  );
}

type Change = "tag" | "untag";
type Loaded =
  | { refused: string }
  | {
      refused?: undefined;
      selection: Selection;
      selected: Awaited<ReturnType<ReturnType<typeof bulk>["describeSelection"]>>;
      change: Change;
      tag: string;
      preview?: TagPreview | undefined;
      error?: string | undefined;
    };

async function load(given: Readonly<Record<string, string | string[] | undefined>>): Promise<Loaded> {
  try {
    const selection = selectionOf(given);
    const selected = await bulk().describeSelection(selection);
    const change = given.change === "untag" ? "untag" : "tag";
    const [tag] = [given.tag].flat();
    const found = { selection, selected, change, tag: tag ?? "" } as const;
    if (tag === undefined) return found;
    try {
      return { ...found, preview: await bulk().previewTag({ selection, tag, add: change === "tag" }) };
    } catch (error) {
      if (error instanceof CountersignError && error.field === "tag")
        return { ...found, error: error.message };
      throw error;
    }
  } catch (error) {
    if (isCode(error, "invalid_input", "not_found")) return { refused: (error as Error).message };
    throw error;
  }
}

export default page(TagPage);
