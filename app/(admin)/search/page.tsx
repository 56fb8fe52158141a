import Search from "lucide-react/icons/search";
import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/door";
import { shownText } from "@/lib/shown-text";
import { page } from "../_page/drawn-page";
import { ResultList } from "./_components/result-list";
import { readAsked } from "./asked-for";
import { findEverything } from "./find-everything";
import { searcherOf } from "./searcher-of";
import { NOTHING_FOUND_MORE, nothingFound, PAGE_PLACEHOLDER, SEARCH_EVERYTHING } from "./words";

export const metadata: Metadata = { title: "Search" };

interface SearchPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What the palette does, as a page: for whoever has no scripts, and for an address to share. */
async function SearchPage({ searchParams }: SearchPageProps) {
  const user = await requireUser("companies.read");
  const given = await searchParams;
  const asked = readAsked(given.q);
  const [groups, notice] = await Promise.all([
    findEverything(asked, await searcherOf(user, asked.text)),
    noticeOf(given),
  ]);
  const returnTo = `/search?${new URLSearchParams({ q: asked.text })}`;
  return (
    <>
      <PageHeader title="Search" />
      <NoticeBanner notice={notice} />
      <search aria-label={SEARCH_EVERYTHING}>
        <form action="/search" method="get" className="flex max-w-2xl gap-2">
          <Field
            // A new address is a new field.
            key={asked.text}
            type="search"
            name="q"
            label="Search"
            labelHidden
            defaultValue={asked.text}
            placeholder={PAGE_PLACEHOLDER}
            autoComplete="off"
            className="min-w-0 flex-1"
          />
          <Button type="submit">Search</Button>
        </form>
      </search>
      <div className="mt-6 flex max-w-4xl flex-col gap-6">
        {groups.length === 0 ? (
          <Card flush>
            <EmptyState title={nothingFound(shownText(asked.text))} icon={<Search strokeWidth={1.5} />}>
              {NOTHING_FOUND_MORE}
            </EmptyState>
          </Card>
        ) : (
          groups.map((group) => <ResultList key={group.title} group={group} returnTo={returnTo} />)
        )}
      </div>
    </>
  );
}

export default page(SearchPage);
