import { SubmitButton } from "@/components/ui/submit-button";
import type { NoteView } from "@/lib/health";
import { endNote } from "./actions";

interface EndNoteButtonProps {
  connectionId: string;
  note: Pick<NoteView, "id" | "state" | "until">;
  companyName: string;
  returnTo: string;
}

export function EndNoteButton({ connectionId, note, companyName, returnTo }: EndNoteButtonProps) {
  const word = note.state !== "standing" ? "Dismiss" : note.until ? "End snooze" : "Clear";
  return (
    <form action={endNote}>
      <input type="hidden" name="connectionId" value={connectionId} />
      <input type="hidden" name="noteId" value={note.id} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <SubmitButton variant="quiet" size="sm" className="underline underline-offset-2">
        {word}
        <span className="sr-only"> {companyName}</span>
      </SubmitButton>
    </form>
  );
}
