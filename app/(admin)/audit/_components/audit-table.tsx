import clsx from "clsx";
import ListTree from "lucide-react/icons/list-tree";
import Link from "next/link";
import type { ReactNode } from "react";
import { ROLE } from "@/components/data-table/table-roles";
import { UTC } from "@/components/ui/time-format";
import type { AuditDay, AuditLine } from "../audit-line";
import { LOG_CAPTION } from "../words";
import { ActorIcon } from "./actor-icon";
import { Outcome } from "./outcome";
import { TableRow } from "./table-row";

interface AuditTableProps {
  days: readonly AuditDay[];
  /** Of the times shown. */
  zone: string;
  /** Columns that are left out, by what LIST_COLUMNS calls them. */
  hidden: readonly string[];
  empty: ReactNode;
  footer?: ReactNode;
}

/** Widths in the order of the columns; What takes the rest. */
const COLUMNS = [
  { id: "time", header: "Time", width: "w-[5.25rem]" },
  { id: "who", header: "Who", width: "w-[8.5rem]" },
  { id: "what", header: "What", width: "w-auto" },
  { id: "company", header: "Company", width: "w-[20%]" },
  { id: "outcome", header: "Outcome", width: "w-[7.5rem]" },
  { id: "took", header: "Took", width: "w-[4.5rem]", align: "text-right" },
  { id: "request", header: "Request", width: "w-10", readOut: true },
] as const;

/** The log, a row a line, under the date it was written on. Too narrow for columns, each row is a card of two lines. */
export function AuditTable({ days, zone, hidden, empty, footer }: AuditTableProps) {
  const columns = COLUMNS.filter(({ id }) => !hidden.includes(id));
  if (days.length === 0) return <div className="rounded-lg border border-border bg-surface">{empty}</div>;
  return (
    <div className="@container overflow-clip rounded-lg border border-border bg-surface">
      <table
        {...ROLE.table}
        className="w-full table-fixed border-separate border-spacing-0 text-sm @max-[38rem]:block"
      >
        <caption className="sr-only">{LOG_CAPTION}</caption>
        <thead {...ROLE.rowGroup} className="@max-[38rem]:sr-only">
          <tr {...ROLE.row}>
            {columns.map((column) => (
              <th
                key={column.header}
                {...ROLE.columnHeader}
                className={clsx(
                  "h-8 border-b border-border bg-bg px-2 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-4",
                  column.width,
                  "align" in column && column.align,
                )}
              >
                {"readOut" in column ? (
                  <span className="sr-only">{column.header}</span>
                ) : (
                  headOf(column.header, zone)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.rowGroup} className="@max-[38rem]:block">
          {days.map((day) => (
            <Day key={day.name} day={day} shown={new Set(columns.map(({ id }) => id))} />
          ))}
        </tbody>
      </table>
      {footer && <div className="border-t border-border px-4 py-2.5">{footer}</div>}
    </div>
  );
}

/** UTC is named here; the offset of any other zone, which changes, by each day. */
const headOf = (header: string, zone: string) => (header === "Time" && zone === UTC ? UTC : header);

type Shown = ReadonlySet<(typeof COLUMNS)[number]["id"]>;

function Day({ day, shown }: { day: AuditDay; shown: Shown }) {
  return (
    <>
      <tr {...ROLE.row} className="@max-[38rem]:block">
        <td
          {...ROLE.cell}
          colSpan={shown.size}
          className="sticky top-14 z-10 h-7 border-b border-border bg-bg px-4 text-xs font-semibold text-muted @max-[38rem]:block @max-[38rem]:leading-7 md:top-0"
        >
          <time dateTime={day.date} className="normal-nums">
            {day.name}
          </time>
        </td>
      </tr>
      {day.lines.map((line) => (
        <Line key={line.id} line={line} shown={shown} />
      ))}
    </>
  );
}

const CELL = "h-9 border-b border-border px-2 py-0 @max-[38rem]:h-5 @max-[38rem]:border-0 @max-[38rem]:px-0";
const CARD =
  "@max-[38rem]:grid @max-[38rem]:grid-cols-[4.25rem_minmax(0,1fr)_minmax(0,1fr)_auto] @max-[38rem]:gap-x-2 " +
  "@max-[38rem]:gap-y-1 @max-[38rem]:border-b @max-[38rem]:border-border @max-[38rem]:px-4 @max-[38rem]:py-2.5";

function Line({ line, shown }: { line: AuditLine; shown: Shown }) {
  return (
    <TableRow
      className={clsx(
        "audit-row relative scroll-mt-24 hover:bg-hover has-[.row-link:focus-visible]:outline-2 has-[.row-link:focus-visible]:-outline-offset-2 has-[.row-link:focus-visible]:outline-accent",
        CARD,
      )}
    >
      <th {...ROLE.rowHeader} className={clsx(CELL, "relative pl-4 text-left font-medium")}>
        <Link
          href={line.href}
          prefetch={false}
          scroll={false}
          draggable={false}
          className="row-link rounded-sm"
        >
          <time dateTime={line.iso} className="row-link-text">
            {line.clock}
          </time>
        </Link>
      </th>
      {shown.has("who") && (
        <td {...ROLE.cell} className={clsx(CELL, "@max-[38rem]:order-4 @max-[38rem]:col-span-2")}>
          <span className="flex min-w-0 items-center gap-1.5 @max-[38rem]:text-muted">
            <ActorIcon kind={line.actorKind} />
            <bdi className="truncate">{line.actorName}</bdi>
          </span>
        </td>
      )}
      <td
        {...ROLE.cell}
        title={[line.operation, line.call, line.errorMessage].filter(Boolean).join(" · ")}
        className={clsx(CELL, "truncate @max-[38rem]:order-2 @max-[38rem]:col-span-2")}
      >
        {line.operation}
        <code
          className={clsx("ml-2 font-mono text-xs text-muted", line.errorMessage && "@max-[66rem]:hidden")}
        >
          {line.call}
        </code>
        {line.errorMessage && <span className="ml-2 text-xs text-muted">{line.errorMessage}</span>}
      </td>
      {shown.has("company") && (
        <td {...ROLE.cell} className={clsx(CELL, "@max-[38rem]:order-5 @max-[38rem]:col-span-2")}>
          <Company line={line} />
        </td>
      )}
      {shown.has("outcome") && (
        <td {...ROLE.cell} className={clsx(CELL, "@max-[38rem]:order-3")}>
          <Outcome outcome={line.outcome} status={line.status} />
        </td>
      )}
      {shown.has("took") && (
        <td
          {...ROLE.cell}
          className={clsx(CELL, "text-right tabular-nums whitespace-nowrap @max-[38rem]:hidden")}
        >
          {line.responseTime !== null && `${line.responseTime} ms`}
        </td>
      )}
      {shown.has("request") && (
        <td {...ROLE.cell} className={clsx(CELL, "pr-3 @max-[38rem]:hidden")}>
          {line.requestHref && <WholeRequest href={line.requestHref} />}
        </td>
      )}
    </TableRow>
  );
}

function Company({ line: { companyName, providerName } }: { line: AuditLine }) {
  if (!companyName && !providerName) return <span className="sr-only">None</span>;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 @max-[38rem]:justify-end @max-[38rem]:text-muted">
      {companyName && (
        <bdi title={companyName} className="truncate">
          {companyName}
        </bdi>
      )}
      {providerName && (
        <abbr title={providerName} className="shrink-0 text-xs text-muted no-underline">
          {shortOf(providerName)}
        </abbr>
      )}
    </span>
  );
}

/** "QBO" for QuickBooks Online; one word stays as it is. */
function shortOf(providerName: string): string {
  return providerName.includes(" ") ? providerName.replace(/[^A-Z]/g, "") || providerName : providerName;
}

function WholeRequest({ href }: { href: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      title="Whole request"
      className="relative z-1 inline-flex size-6 items-center justify-center rounded-sm align-middle text-muted hover:bg-hover hover:text-text"
    >
      <ListTree aria-hidden className="size-3.5" />
      <span className="sr-only">Whole request</span>
    </Link>
  );
}
