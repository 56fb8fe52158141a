import Link from "next/link";
import type { ConnectionView } from "@/lib/health";
import { noteWords } from "../_lists/note-words";
import { EndNoteButton } from "../connections/[id]/_notes/end-note-button";
import { shownZone } from "../shown-zone";

interface NoteLineProps {
  connection: Pick<ConnectionView, "id" | "companyName" | "note">;
  mayNote: boolean;
  /** The page that this stands on, and that a note leads back to. */
  returnTo: string;
  className?: string;
}

const LINK = "inline-flex min-h-6 items-center rounded-sm underline underline-offset-2";

/** Who is on a problem, or until when it rests, and the ways to say so. */
export async function NoteLine({ connection, mayNote, returnTo, className = "" }: NoteLineProps) {
  const { id, companyName, note } = connection;
  if (!note && !mayNote) return null;
  const href = (kind: "acknowledge" | "snooze") =>
    `/connections/${id}/${kind}?${new URLSearchParams({ returnTo })}`;
  const whose = <span className="sr-only"> {companyName}</span>;
  return (
    <div className={`flex flex-wrap items-center gap-x-4 gap-y-1 text-sm ${className}`}>
      {note && <p className="min-w-0 font-medium wrap-anywhere">{noteWords(note, await shownZone())}</p>}
      {mayNote && (
        <span className="flex flex-wrap items-center gap-x-4 print:hidden">
          <Link href={href("acknowledge")} prefetch={false} className={LINK}>
            Acknowledge{whose}
          </Link>
          <Link href={href("snooze")} prefetch={false} className={LINK}>
            Snooze{whose}
          </Link>
          {note && (
            <EndNoteButton connectionId={id} note={note} companyName={companyName} returnTo={returnTo} />
          )}
        </span>
      )}
    </div>
  );
}
