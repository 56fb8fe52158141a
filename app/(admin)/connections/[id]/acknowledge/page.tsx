import type { Metadata } from "next";
import { requireUser } from "@/lib/door";
import { NoConnection } from "../../../_components/no-connection";
import { page } from "../../../_page/drawn-page";
import { type NotePageProps, notePage } from "../_notes/note-page";

export const metadata: Metadata = { title: "Acknowledge" };

async function AcknowledgePage(props: NotePageProps) {
  await requireUser("problems.note");
  return notePage({ kind: "acknowledge", ...props });
}

export default page(AcknowledgePage, { notFound: <NoConnection /> });
