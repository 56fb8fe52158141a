import { Button } from "@/components/ui/button";
import { FactGrid } from "@/components/ui/fact-grid";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { isOver, type OperationView } from "@/lib/bulk";
import { OperationState } from "../../_components/operation-state";
import { cancelOperation } from "../../actions";
import { progressWords, scopeWords } from "../../operation-words";
import { cancelledForRole, FINISHED_PARTS } from "../../words";
import { RequestLink } from "./request-link";

interface ProgressProps {
  operation: OperationView;
  mayRun: boolean;
  mayReadAudit: boolean;
}

/** How far it is, and who began it when. */
export function Progress({ operation, mayRun, mayReadAudit }: ProgressProps) {
  const { id, state, counts, finished, parts } = operation;
  const words = progressWords(operation);
  return (
    <section aria-label="Progress" className="mb-4 rounded-lg border border-border bg-surface p-4 sm:px-5">
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2">
        <OperationState state={state} failed={counts.failed} />
        <p className="tabular-nums">{words}</p>
        {!isOver(operation) && (
          <a
            href={`/operations/${id}`}
            className="without-script inline-flex min-h-7 items-center underline underline-offset-2"
          >
            Refresh
          </a>
        )}
        {mayRun && !isOver(operation) && (
          <form action={cancelOperation} className="ml-auto">
            <input type="hidden" name="operationId" value={id} />
            {state === "cancelling" ? (
              <Button size="sm" disabled>
                Cancelling…
              </Button>
            ) : (
              <SubmitButton size="sm" variant="secondary">
                Cancel
              </SubmitButton>
            )}
          </form>
        )}
      </div>
      <progress
        value={finished}
        max={parts}
        aria-label={FINISHED_PARTS}
        className="mt-2 mb-4 block h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-hover text-accent forced-colors:border [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
      />
      <FactGrid
        facts={[
          { term: "Started by", description: operation.starterName },
          { term: "Selected", description: scopeWords(operation) },
          { term: "Begun", description: <Time at={operation.createdAt} /> },
          ...(operation.endedAt ? [{ term: "Ended", description: <Time at={operation.endedAt} /> }] : []),
          ...(operation.cancelledAt ? [{ term: "Cancelled by", description: cancelledBy(operation) }] : []),
          ...(mayReadAudit
            ? [{ term: "Audit log", description: <RequestLink requestId={operation.requestId} /> }]
            : []),
        ]}
      />
    </section>
  );
}

function cancelledBy({ cancelledBy: person, starterName }: OperationView): string {
  return person ?? cancelledForRole(starterName);
}
