import type { Metadata } from "next";
import { connection } from "next/server";
import { customerWords } from "@/app/_consent/customer/words-here";
import { noticeOf } from "@/app/_notice/notice";
import { Outcome } from "./_components/outcome";
import { ProductFrame } from "./_components/product-frame";

export async function generateMetadata(): Promise<Metadata> {
  const { say } = await customerWords();
  return { title: { absolute: say.connect }, referrer: "no-referrer" };
}

interface ConnectOutcomePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a link's consent ends in a browser that has lost the link. */
export default async function ConnectOutcomePage({ searchParams }: ConnectOutcomePageProps) {
  await connection();
  const { say } = await customerWords();
  const notice = await noticeOf(await searchParams);
  return (
    <ProductFrame>
      <Outcome notice={notice} />
      {!notice && <h1 className="text-xl font-semibold">{say.noLink}</h1>}
      {notice?.tone !== "working" && <p className="mt-2 text-muted">{say.openFromMail}</p>}
    </ProductFrame>
  );
}
