import type { Metadata } from "next";
import { connection } from "next/server";
import { noticeOf } from "@/app/_notice/notice";
import { Outcome } from "./_components/outcome";
import { ProductFrame } from "./_components/product-frame";
import { CONNECT, NO_LINK, OPEN_FROM_MAIL } from "./words";

export const metadata: Metadata = { title: { absolute: CONNECT }, referrer: "no-referrer" };

interface ConnectOutcomePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a link's consent ends in a browser that has lost the link. */
export default async function ConnectOutcomePage({ searchParams }: ConnectOutcomePageProps) {
  await connection();
  const notice = await noticeOf(await searchParams);
  return (
    <ProductFrame>
      <Outcome notice={notice} />
      {!notice && <h1 className="text-xl font-semibold">{NO_LINK}</h1>}
      {notice?.tone !== "working" && <p className="mt-2 text-muted">{OPEN_FROM_MAIL}</p>}
    </ProductFrame>
  );
}
