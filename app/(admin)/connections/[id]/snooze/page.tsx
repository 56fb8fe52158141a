import type { Metadata } from "next";
import { NotePage, type NotePageProps } from "../_notes/note-page";

export const metadata: Metadata = { title: "Snooze" };

export default function SnoozePage(props: NotePageProps) {
  return <NotePage kind="snooze" {...props} />;
}
