import clsx from "clsx";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { type AuditRow, operationWords, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";
import { auditHref } from "../../audit/search-params";
import { NOTHING_RECORDED, NOTHING_RECORDED_MORE } from "../words";

interface AuditRowsProps {
  companyId: string;
  caption: string;
  rows: readonly AuditRow[];
}

const CELL = "h-9 px-2 py-1 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5";

/** Rows of one company on a line each, every one a link into the audit log. */
export function AuditRows({ companyId, caption, rows }: AuditRowsProps) {
  if (rows.length === 0) {
    return <EmptyState title={NOTHING_RECORDED}>{NOTHING_RECORDED_MORE}</EmptyState>;
  }
  return (
    <table className="w-full table-fixed border-t border-border text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-border text-left text-xs text-muted">
          <th scope="col" className={clsx(CELL, "w-44 font-medium max-sm:hidden")}>
            When
          </th>
          <th scope="col" className={clsx(CELL, "font-medium sm:w-64")}>
            What
          </th>
          <th scope="col" className={clsx(CELL, "font-medium max-sm:hidden")}>
            Details
          </th>
          <th scope="col" className={clsx(CELL, "w-40 font-medium max-md:hidden")}>
            Who
          </th>
          <th scope="col" className={clsx(CELL, "w-28 font-medium")}>
            Outcome
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} companyId={companyId} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, companyId }: { row: AuditRow; companyId: string }) {
  const { id, timestamp, operation, connectionType, outcome, responseStatus } = row;
  const who = shownName(row.actorName);
  const details = row.errorMessage ? shownText(row.errorMessage) : "";
  return (
    <tr className="border-b border-border last:border-0 hover:bg-hover">
      <td className={clsx(CELL, "max-sm:hidden")}>
        <Time at={timestamp} className="text-muted" />
      </td>
      <td className={CELL}>
        <span className="flex min-w-0 items-center gap-x-1.5">
          <Link
            href={auditHref({ filter: { span: "all", company: companyId }, row: id })}
            prefetch={false}
            data-list-link
            className="min-h-6 truncate rounded-sm leading-6 underline decoration-border underline-offset-2 hover:decoration-current"
          >
            {operationWords(operation)}
          </Link>
          {connectionType && (
            <span className="shrink-0 text-xs text-muted">{providerOf(connectionType).shortName}</span>
          )}
        </span>
        <span className="block truncate text-xs text-muted sm:hidden">
          <Time at={timestamp} /> · {who}
        </span>
      </td>
      <td className={clsx(CELL, "truncate text-muted max-sm:hidden")} title={details || undefined}>
        {details}
      </td>
      <td className={clsx(CELL, "truncate max-md:hidden")} title={who}>
        {who}
      </td>
      <td className={clsx(CELL, "whitespace-nowrap")}>
        <span className={outcome === "success" ? undefined : "font-medium text-reconnect"}>
          {outcomeWords[outcome]}
        </span>{" "}
        {responseStatus !== 0 && <span className="text-muted">{responseStatus}</span>}
      </td>
    </tr>
  );
}
