import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { type Fact, FactGrid } from "@/components/ui/fact-grid";
import { Time } from "@/components/ui/time";
import { attemptWords, type Explanation } from "@/lib/health";
import { spanWords } from "@/lib/time/span-words";
import {
  COPY_FOR_TICKET,
  COPY_REFERENCE,
  forSupport,
  OWNER_WORDS,
  TICKET_TEXT,
  WHY_BROKEN,
  WHY_BROKEN_LAST,
} from "../words";

interface WhyBrokenProps {
  explanation: Explanation;
  providerName: string;
  /** A banner above says what to do next. */
  brief?: boolean;
}

/** Cause, evidence, next step, and a text to put in a ticket. */
export function WhyBroken({ explanation, providerName, brief = false }: WhyBrokenProps) {
  const titleId = useId();
  const { broken, title, meaning, nextStep, ticket } = explanation;
  return (
    <section aria-labelledby={titleId}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h3 id={titleId} className="font-semibold">
          {broken ? WHY_BROKEN : WHY_BROKEN_LAST}
          <span className="sr-only"> {providerName}</span>
        </h3>
        <CopyButton value={ticket} label={COPY_FOR_TICKET} variant="secondary" />
      </div>
      <p className="mt-1 max-w-[80ch]">
        <strong className="font-semibold">{title}.</strong> {meaning}
        {!brief && nextStep && (
          <>
            {" "}
            <span className="text-muted">Next step:</span> {nextStep}
          </>
        )}
      </p>
      <FactGrid facts={evidenceOf(explanation)} className="mt-3" />
      <details className="mt-3 print:hidden">
        <summary className="inline-flex min-h-6 items-center rounded-sm text-sm underline underline-offset-2">
          {TICKET_TEXT}
        </summary>
        <pre className="mt-2 rounded border border-border bg-bg p-3 font-mono text-mono whitespace-pre-wrap wrap-anywhere">
          {ticket}
        </pre>
      </details>
    </section>
  );
}

function evidenceOf(explanation: Explanation): Fact[] {
  const { owner, endedBy, lastError, providerRef, referenceName, consent, attempts, lastGoodAt } =
    explanation;
  return [
    spanOf(explanation),
    { term: "Whose fault", description: OWNER_WORDS[owner] },
    ...(endedBy ? [{ term: "Ended by", description: `${endedBy.words}, ${endedBy.by}` }] : []),
    { term: "Last error", description: lastError ?? <Muted>Not kept</Muted> },
    {
      term: "Reference",
      description: providerRef ? (
        <span className="flex flex-wrap items-center gap-x-1" title={forSupport(referenceName)}>
          <code className="font-mono text-mono wrap-anywhere">{providerRef}</code>
          <CopyButton value={providerRef} label={COPY_REFERENCE} iconOnly />
        </span>
      ) : (
        <Muted>None given</Muted>
      ),
    },
    {
      term: explanation.untilMs === null ? "Attempts since" : "Attempts",
      description: (
        <>
          {attemptWords(attempts)}
          {attempts.lastAt && (
            <>
              , last <Time at={attempts.lastAt} />
            </>
          )}
        </>
      ),
    },
    { term: "Good refresh", description: <Time at={explanation.lastRefreshAt} /> },
    { term: "Good answer", description: lastGoodAt ? <Time at={lastGoodAt} /> : <Muted>Never</Muted> },
    {
      term: "Consent",
      description: (
        <>
          {consent.by}, <Time at={consent.at} />
        </>
      ),
    },
  ];
}

function spanOf({ sinceMs, untilMs }: Explanation): Fact {
  if (untilMs === null) return { term: "Since", description: <Time at={sinceMs} /> };
  return {
    term: "Lasted",
    description: (
      <>
        <Time at={sinceMs} /> to <Time at={untilMs} />{" "}
        <span className="text-muted">({spanWords(untilMs - sinceMs)})</span>
      </>
    ),
  };
}

function Muted({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>;
}
