import type { Metadata } from "next";
import { NotePage, type NotePageProps } from "../_notes/note-page";

export const metadata: Metadata = { title: "Acknowledge" };

export default function AcknowledgePage(props: NotePageProps) {
  return <NotePage kind="acknowledge" {...props} />;
}
