import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { PastNote } from "@/lib/health";
import { NOTE_ENDS, NOTES_SENTENCE } from "../words";

/** Who was on a connection's problems, and how long they rested. */
export function Notes({ notes, providerName }: { notes: readonly PastNote[]; providerName: string }) {
  return (
    <Card title={`${providerName} notes`} sentence={NOTES_SENTENCE} flush>
      <ul className="divide-y divide-border border-t border-border">
        {notes.map(({ id, byName, reason, at, until, endedAt, endedWhy }) => (
          <li key={id} className="px-4 py-3 sm:px-5">
            <p className="wrap-anywhere">
              <span className="font-medium">{until ? "Snoozed" : "Acknowledged"}</span> by {byName}: “
              <bdi>{reason}</bdi>”
            </p>
            <p className="mt-0.5 text-sm text-muted">
              <Time at={at} />
              {until && (
                <>
                  , until <Time at={until} />
                </>
              )}
              {endedAt ? (
                <>
                  . {NOTE_ENDS[endedWhy ?? ""] ?? "Ended"} <Time at={endedAt} />
                </>
              ) : (
                ". Still active"
              )}
              .
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
