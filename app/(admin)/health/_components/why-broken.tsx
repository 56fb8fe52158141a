import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import { attemptWords, type Explanation } from "@/lib/health";
import { spanWords } from "@/lib/time/span-words";

const OWNERS = {
  us: "Us: whoever runs Countersign",
  provider: "The provider",
  customer: "The customer",
} as const;

/** Cause, evidence, next step, and a text to put in a ticket. */
export function WhyBroken({ explanation }: { explanation: Explanation | undefined }) {
  if (!explanation) {
    return (
      <Card title="Why did this break?">
        <p className="text-muted">It never has: no interruption of this connection is on record.</p>
      </Card>
    );
  }
  const { broken, title, meaning, nextStep, ticket } = explanation;
  return (
    <Card
      title={broken ? "Why did this break?" : "Why did this break last time?"}
      actions={<CopyButton value={ticket} label="Copy for a ticket" variant="secondary" />}
    >
      <p>
        <strong className="font-semibold">{title}.</strong> {meaning}
      </p>
      {nextStep && (
        <p className="mt-2">
          <span className="text-muted">Next step:</span> {nextStep}
        </p>
      )}
      <DescriptionList facts={evidenceOf(explanation)} className="mt-4" />
      <details className="mt-4 print:hidden">
        <summary className="inline-flex min-h-6 items-center rounded-sm text-sm underline underline-offset-2">
          Text for a ticket
        </summary>
        <pre className="mt-2 rounded border border-border bg-bg p-3 font-mono text-mono whitespace-pre-wrap wrap-anywhere">
          {ticket}
        </pre>
      </details>
    </Card>
  );
}

function evidenceOf(explanation: Explanation) {
  const { owner, sinceMs, untilMs, endedBy, lastError, providerRef, referenceName, consent, attempts } =
    explanation;
  const never = <span className="text-muted">Never</span>;
  return [
    {
      term: untilMs === null ? "Since" : "Lasted",
      description:
        untilMs === null ? (
          <Time at={sinceMs} />
        ) : (
          <>
            <Time at={sinceMs} /> to <Time at={untilMs} />
          </>
        ),
      hint: untilMs === null ? undefined : spanWords(untilMs - sinceMs),
    },
    ...(endedBy ? [{ term: "Ended by", description: `${endedBy.words}, ${endedBy.by}` }] : []),
    { term: "Whose fault", description: OWNERS[owner] },
    { term: "Last error", description: lastError ?? <span className="text-muted">Not kept</span> },
    {
      term: "Provider's reference",
      description: providerRef ? (
        <span className="flex flex-wrap items-center gap-x-1">
          <code className="font-mono text-mono wrap-anywhere">{providerRef}</code>
          <CopyButton value={providerRef} label="Copy the reference" iconOnly />
        </span>
      ) : (
        <span className="text-muted">None was given</span>
      ),
      hint: providerRef ? `${referenceName}: its support desk asks for it.` : undefined,
    },
    {
      term: untilMs === null ? "Attempts since" : "Attempts",
      description: (
        <>
          {attemptWords(attempts)}
          {attempts.lastAt && (
            <>
              , the last <Time at={attempts.lastAt} />
            </>
          )}
        </>
      ),
    },
    { term: "Last good refresh", description: <Time at={explanation.lastRefreshAt} /> },
    {
      term: "Last good answer",
      description: explanation.lastGoodAt ? <Time at={explanation.lastGoodAt} /> : never,
    },
    {
      term: "Consent",
      description: (
        <>
          through {consent.by}, <Time at={consent.at} />
        </>
      ),
    },
  ];
}
