import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import ListFilter from "lucide-react/icons/list-filter";
import X from "lucide-react/icons/x";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { ExactTime } from "@/components/ui/exact-time";
import { Sentence } from "@/components/ui/sentence";
import type { AuditRow } from "@/lib/audit";
import { shownZone } from "../../shown-zone";
import { requestHref } from "../audit-line";
import { type RowFact, rowFacts } from "../row-facts";
import { type AuditListParams, auditHref } from "../search-params";
import { whatWords } from "../what-words";
import { COPY_JSON, filterBy, ROW_NOT_FOUND, rowNotFound } from "../words";
import { CopyLink } from "./copy-link";
import { RowDrawer } from "./row-drawer";

const TITLE_ID = "audit-row";

interface RowPanelProps {
  /** Undefined: no such row is kept. */
  row: AuditRow | undefined;
  params: AuditListParams & { row: string };
  /** Ids of the rows before and after it on this page. */
  newerId: string | undefined;
  olderId: string | undefined;
  /** The page of the connection that the row is about. */
  connectionHref: string | undefined;
}

export function RowPanel({ row, params, newerId, olderId, connectionHref }: RowPanelProps) {
  const closeHref = auditHref({ ...params, row: undefined });
  const rowHref = (id: string | undefined) => (id ? auditHref({ ...params, row: id }) : undefined);
  return (
    <RowDrawer rowId={params.row} titleId={TITLE_ID} closeHref={closeHref}>
      <div className="mb-3 flex items-center justify-between gap-2">
        <nav aria-label="Rows" className="flex gap-1">
          <Step href={rowHref(newerId)} label="Newer row">
            <ChevronUp aria-hidden />
          </Step>
          <Step href={rowHref(olderId)} label="Older row">
            <ChevronDown aria-hidden />
          </Step>
        </nav>
        <Step href={closeHref} label="Close">
          <X aria-hidden />
        </Step>
      </div>
      {row ? (
        <RowDetails row={row} params={params} connectionHref={connectionHref} />
      ) : (
        <>
          <h2 id={TITLE_ID} tabIndex={-1} className="text-lg font-semibold outline-none">
            {ROW_NOT_FOUND}
          </h2>
          <p className="mt-1 text-muted">
            <Sentence
              parts={rowNotFound(<code className="font-mono text-mono wrap-anywhere">{params.row}</code>)}
            />
          </p>
        </>
      )}
    </RowDrawer>
  );
}

function Step({
  href,
  label,
  children,
}: {
  href: string | undefined;
  label: string;
  children: React.ReactNode;
}) {
  if (!href) {
    return (
      <span aria-hidden className={buttonClass({ variant: "quiet", size: "sm" }, "opacity-40")}>
        {children}
      </span>
    );
  }
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      aria-label={label}
      title={label}
      className={buttonClass({ variant: "quiet", size: "sm" })}
    >
      {children}
    </Link>
  );
}

async function RowDetails({
  row,
  params,
  connectionHref,
}: Pick<RowPanelProps, "params" | "connectionHref"> & { row: AuditRow }) {
  const { filter, row: rowId } = params;
  return (
    <>
      <h2 id={TITLE_ID} tabIndex={-1} className="text-lg font-semibold outline-none">
        {whatWords(row)}
      </h2>
      <p className="text-muted">
        <ExactTime at={row.timestamp} timeZone={await shownZone()} className="normal-nums" />
      </p>
      <div className="my-4 flex flex-wrap gap-2">
        {connectionHref && (
          <ButtonLink href={connectionHref} size="sm">
            The connection
          </ButtonLink>
        )}
        {row.requestId && (
          <ButtonLink href={requestHref(row.requestId)} size="sm">
            Whole request
          </ButtonLink>
        )}
        <CopyLink href={auditHref({ filter: { span: filter.span }, row: rowId })} label="Copy link" />
        <CopyButton value={JSON.stringify(row, null, 2)} label={COPY_JSON} variant="secondary" />
      </div>
      <dl className="divide-y divide-border border-y border-border">
        {rowFacts(row, filter).map((fact) => (
          <Fact key={fact.term} fact={fact} />
        ))}
      </dl>
    </>
  );
}

function Fact({ fact: { term, value, hint, mono, copy = value, sameHref, sameLabel } }: { fact: RowFact }) {
  const label = sameLabel ?? filterBy(value);
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)_auto] items-start gap-x-3 py-2 max-[24rem]:grid-cols-[minmax(0,1fr)_auto]">
      <dt className="text-muted max-[24rem]:col-span-2">{term}</dt>
      <dd className="contents">
        <div className="min-w-0 wrap-anywhere">
          {mono ? <code className="font-mono text-mono">{value}</code> : value}
          {hint && <span className="block text-xs text-muted">{hint}</span>}
        </div>
        <div className="flex min-w-13 justify-end gap-0.5">
          {sameHref && (
            <Link
              href={sameHref}
              prefetch={false}
              title={label}
              className="inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
            >
              <ListFilter aria-hidden className="size-3.5" />
              <span className="sr-only">{label}</span>
            </Link>
          )}
          <CopyButton
            iconOnly
            value={copy}
            label={`Copy ${term.toLowerCase()}`}
            className="min-h-6 [&>svg]:size-3.5 [&>svg]:text-muted"
          />
        </div>
      </dd>
    </div>
  );
}
