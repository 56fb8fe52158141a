import clsx from "clsx";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { ExactTime } from "@/components/ui/exact-time";
import type { AuditRow } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";
import { shownZone } from "../../../../shown-zone";
import { ActorIcon } from "../../../_components/actor-icon";
import { Outcome } from "../../../_components/outcome";
import { auditHref } from "../../../search-params";
import { whatWords } from "../../../what-words";
import { COPY_REFERENCE, IN_THIS_PROCESS, TOKEN_VERSION } from "../../../words";
import type { RequestSteps, Step } from "../steps";

/** What providers' answers say: the steps around them repeat it. */
interface Said {
  messages: ReadonlySet<string | null>;
  references: ReadonlySet<string | null>;
}

interface WaterfallProps {
  first: AuditRow;
  request: RequestSteps;
}

/** The steps of a request, each below the one it was part of, with bars on one scale of time. */
export function Waterfall({ first, request }: WaterfallProps) {
  const answers = answersOf(request.steps);
  const said = {
    messages: new Set(answers.map(({ errorMessage }) => errorMessage)),
    references: new Set(answers.map(({ providerRef }) => providerRef)),
  };
  return (
    <section aria-label="Steps" className="overflow-clip rounded-lg border border-border bg-surface">
      <ol>
        <li>
          <Caller row={first} beginMs={request.beginMs} tookMs={request.tookMs} />
          <StepList steps={request.steps} level={1} totalMs={request.tookMs} said={said} />
        </li>
      </ol>
    </section>
  );
}

function answersOf(steps: readonly Step[]): AuditRow[] {
  return steps.flatMap((step) => [...(step.isAnswered ? [step.row] : []), ...answersOf(step.steps)]);
}

const LINE =
  "grid items-start gap-x-4 gap-y-1 border-b border-border px-4 py-2 md:grid-cols-[minmax(0,1fr)_7.5rem_5rem_5rem_minmax(8rem,22%)]";
/** On a phone one line under the words. */
const FIGURES = "flex flex-wrap gap-x-4 md:contents";
/** The last lines of a request are the deepest ones it can have. */
const INDENT = ["", "pl-3 md:pl-5", "pl-6 md:pl-10", "pl-9 md:pl-15", "pl-12 md:pl-20"];

async function Caller({ row, beginMs, tookMs }: { row: AuditRow; beginMs: number; tookMs: number }) {
  const isInProcess = row.ipAddress === "in-process";
  return (
    <div className={clsx(LINE, "bg-bg")}>
      <div className="min-w-0">
        <p className="flex items-center gap-1.5 font-medium">
          <ActorIcon kind={row.actorKind} />
          <bdi className="wrap-anywhere">{shownName(row.actorName)}</bdi>
        </p>
        <p className="text-xs wrap-anywhere text-muted">
          {isInProcess ? IN_THIS_PROCESS : `${shownText(row.ipAddress)} · ${shownText(row.userAgent, 200)}`}
        </p>
      </div>
      <div className={FIGURES}>
        <ExactTime
          at={beginMs}
          timeZone={await shownZone()}
          className="normal-nums text-sm text-muted md:col-span-2"
        />
        <span className="text-sm tabular-nums md:text-right">{tookMs.toLocaleString("en")} ms</span>
      </div>
      <Bar startMs={0} tookMs={tookMs} totalMs={tookMs} tone="fill-control" />
    </div>
  );
}

interface Level {
  level: number;
  totalMs: number;
  said: Said;
}

function StepList({ steps, level, totalMs, said }: Level & { steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <ol>
      {steps.map((step) => (
        <li key={step.row.id}>
          <StepLine step={step} level={level} totalMs={totalMs} said={said} />
          {step.isAnswered && <Answer step={step} level={level + 1} totalMs={totalMs} />}
          <StepList steps={step.steps} level={level + 1} totalMs={totalMs} said={said} />
        </li>
      ))}
    </ol>
  );
}

const indentOf = (level: number) => INDENT[Math.min(level, INDENT.length - 1)];
const TONE = { success: "fill-bar-ok", failure: "fill-bar-bad", refused: "fill-bar-none" } as const;

function StepLine({ step, level, totalMs, said }: Level & { step: Step }) {
  const { row, startMs, tookMs, isAnswered } = step;
  const about = [
    row.companyId && shownName(row.companyName ?? row.companyId),
    row.connectionType && providerOf(row.connectionType).displayName,
  ].filter(Boolean);
  return (
    <div className={LINE}>
      <div className={clsx("min-w-0", indentOf(level))}>
        <Link
          href={auditHref({ filter: { span: "all", request: row.requestId ?? undefined }, row: row.id })}
          prefetch={false}
          className="inline-block min-h-6 rounded-sm font-medium hover:underline"
        >
          {whatWords(row)}
        </Link>
        {about.length > 0 && <p className="text-xs wrap-anywhere text-muted">{about.join(" · ")}</p>}
        {!isAnswered && <Details row={row} said={said} />}
        <Generation row={row} />
      </div>
      <div className={FIGURES}>
        <Outcome outcome={row.outcome} status={isAnswered ? 0 : row.responseStatus} />
        <span className="text-sm text-muted tabular-nums md:text-right">
          <span className="sr-only">began at </span>+{startMs.toLocaleString("en")} ms
        </span>
        <span className="text-sm tabular-nums md:text-right">
          {tookMs === null ? (
            <span className="text-muted">not timed</span>
          ) : (
            <>
              <span className="sr-only">took </span>
              {tookMs.toLocaleString("en")} ms
            </>
          )}
        </span>
      </div>
      <Bar startMs={startMs} tookMs={tookMs ?? 0} totalMs={totalMs} tone={TONE[row.outcome]} />
    </div>
  );
}

/** What the provider said: within the step it answers, whose time is the provider's and our own. */
function Answer({
  step: { row, startMs, tookMs },
  level,
  totalMs,
}: {
  step: Step;
  level: number;
  totalMs: number;
}) {
  const isGood = row.responseStatus < 400;
  return (
    <div className={LINE}>
      <div className={clsx("min-w-0", indentOf(level))}>
        <p className="font-medium">{providerOf(row.connectionType).displayName} answered</p>
        <Details row={row} />
      </div>
      <span className={clsx("text-sm font-medium tabular-nums", isGood ? "text-working" : "text-reconnect")}>
        {row.responseStatus}
        <span className="sr-only">{isGood ? ", good" : ", an error"}</span>
      </span>
      <span className="text-sm text-muted max-md:hidden" />
      <span className="text-sm text-muted max-md:hidden" />
      <Bar
        startMs={startMs + (tookMs ?? 0)}
        tookMs={0}
        totalMs={totalMs}
        tone={isGood ? TONE.success : TONE.failure}
      />
    </div>
  );
}

function Details({ row, said }: { row: AuditRow; said?: Said }) {
  const message = said?.messages.has(row.errorMessage) ? null : row.errorMessage;
  const reference = said?.references.has(row.providerRef) ? null : row.providerRef;
  return (
    <>
      <p>
        <code className="font-mono text-xs wrap-anywhere text-muted">
          {shownText(`${row.requestMethod} ${row.apiEndpoint}`)}
        </code>
      </p>
      {message && <p className="text-sm wrap-anywhere">{shownText(message)}</p>}
      {reference && (
        <p className="flex flex-wrap items-center gap-x-1 text-xs text-muted">
          Reference <code className="font-mono wrap-anywhere">{shownText(reference)}</code>
          <CopyButton iconOnly value={reference} label={COPY_REFERENCE} className="min-h-6" />
        </p>
      )}
    </>
  );
}

/** Each refresh makes the next generation of the token set. */
function Generation({ row: { generation, operation, outcome } }: { row: AuditRow }) {
  if (generation === null) return null;
  const isNext = operation === "token.refresh" && outcome === "success";
  return (
    <p className="text-xs text-muted tabular-nums">
      {TOKEN_VERSION}{" "}
      {isNext ? (
        <>
          {generation - 1} <span aria-hidden>→</span>
          <span className="sr-only">to</span> {generation}
        </>
      ) : (
        generation
      )}
    </p>
  );
}

interface BarProps {
  startMs: number;
  tookMs: number;
  totalMs: number;
  tone: string;
}

function Bar({ startMs, tookMs, totalMs, tone }: BarProps) {
  const scale = 100 / Math.max(totalMs, 1);
  const width = Math.max(tookMs * scale, 0.8);
  return (
    <svg aria-hidden width="100%" height="10" className="mt-1.5 block max-md:col-span-full">
      <rect width="100%" height="10" rx="2" className="fill-hover" />
      <rect
        x={`${Math.min(startMs * scale, 100 - width)}%`}
        width={`${width}%`}
        height="10"
        rx="2"
        className={clsx(tone, "forced-colors:fill-[CanvasText]")}
      />
    </svg>
  );
}
