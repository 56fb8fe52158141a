import type { Metadata } from "next";
import { requireUser } from "@/lib/door";
import { NotePage, type NotePageProps } from "../_notes/note-page";

export const metadata: Metadata = { title: "Acknowledge" };

export default async function AcknowledgePage(props: NotePageProps) {
  await requireUser("problems.note");
  return <NotePage kind="acknowledge" {...props} />;
}
