import type { Metadata } from "next";
import { requireUser } from "@/lib/door";
import { NotePage, type NotePageProps } from "../_notes/note-page";

export const metadata: Metadata = { title: "Snooze" };

export default async function SnoozePage(props: NotePageProps) {
  await requireUser("problems.note");
  return <NotePage kind="snooze" {...props} />;
}
