import type { Metadata } from "next";
import { noticeOf } from "@/app/_notice/notice";
import { NoticeBanner } from "@/app/_notice/notice-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { PaginationLinks } from "@/components/ui/pagination-links";
import { requireUser } from "@/lib/door";
import { apiKeys } from "@/lib/people";
import { serverNowMs } from "@/lib/server-clock";
import { page } from "../../_page/drawn-page";
import { KeyTable } from "./_components/key-table";
import { keyListRow } from "./key-list-row";
import { keysHref, readKeysCursor } from "./search-params";
import { API_KEYS, CREATE_KEY, KEYS_SENTENCE } from "./words";

export const metadata: Metadata = { title: API_KEYS };

interface KeysPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function KeysPage({ searchParams }: KeysPageProps) {
  await requireUser("settings.read");
  const given = await searchParams;
  const cursor = readKeysCursor(given);
  const [{ keys, older, newer }, notice] = await Promise.all([apiKeys().listKeys(cursor), noticeOf(given)]);
  const nowMs = serverNowMs();
  return (
    <>
      <PageHeader
        title={API_KEYS}
        sentence={KEYS_SENTENCE}
        actions={
          <ButtonLink href="/settings/keys/new" variant="primary">
            {CREATE_KEY}
          </ButtonLink>
        }
      />
      <NoticeBanner notice={notice} />
      <KeyTable rows={keys.map((key) => keyListRow(key, nowMs))} isFirstPage={!cursor} />
      {(older || newer) && (
        <div className="mt-4">
          <PaginationLinks
            newerHref={newer ? keysHref(newer, "newer") : undefined}
            olderHref={older ? keysHref(older, "older") : undefined}
          />
        </div>
      )}
    </>
  );
}

export default page(KeysPage);
