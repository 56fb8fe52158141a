import { BYTE_ORDER_MARK, csv } from "@/lib/text/csv";
import { type EncryptedRow, SEALED_FIELDS } from "../seal/canonical";

export const exportFormats = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A sealed row, with the names that people know. */
export interface ExportRow extends EncryptedRow {
  actorName: string | null;
  companyName: string | null;
}

/** What an export says of itself, first and last. */
export interface ExportHead {
  startedAt: string;
  /** As in the page's address; empty when every row was asked for. */
  filter: string;
  /** The newest seal when the export began: all it covers was there to be read. */
  sealNumber: number;
  maxRows: number;
}

interface Writer {
  contentType: string;
  head(head: ExportHead): string;
  rows(rows: readonly ExportRow[]): string;
  end(end: { rows: number; truncated: boolean }): string;
}

const CSV_COLUMNS = [
  "timestamp",
  "actorName",
  "userId",
  "actorKind",
  "companyName",
  "companyId",
  "connectionType",
  "operation",
  "outcome",
  "requestMethod",
  "apiEndpoint",
  "responseStatus",
  "responseTime",
  "errorMessage",
  "ipAddress",
  "userAgent",
  "requestId",
  "providerRef",
  "generation",
  "apiKeyId",
  "id",
] as const satisfies readonly (keyof ExportRow)[];

export const exportWriters: Readonly<Record<ExportFormat, Writer>> = {
  csv: {
    contentType: "text/csv; charset=utf-8",
    head: () => BYTE_ORDER_MARK + csv([CSV_COLUMNS]),
    rows: (rows) => csv(rows.map((row) => CSV_COLUMNS.map((column) => cellOf(row, column)))),
    end: ({ rows, truncated }) => (truncated ? csv([[truncation(rows)]]) : ""),
  },
  jsonl: {
    contentType: "application/x-ndjson; charset=utf-8",
    head: (head) => `${JSON.stringify({ export: { format: "countersign-audit-1", ...head } })}\n`,
    rows: (rows) => rows.map(jsonLine).join(""),
    end: (end) => `${JSON.stringify({ end })}\n`,
  },
};

/** A status of 0 stands for none: nothing of another process answered. */
function cellOf(row: ExportRow, column: (typeof CSV_COLUMNS)[number]): string | number | null {
  return column === "responseStatus" && row.responseStatus === 0 ? null : row[column];
}

/** The fields that a seal covers, and no other. */
function jsonLine(row: ExportRow): string {
  return `${JSON.stringify(Object.fromEntries(SEALED_FIELDS.map((field) => [field, row[field]])))}\n`;
}

function truncation(rows: number): string {
  return `Cut short after ${rows.toLocaleString("en")} rows: older rows match too. Export a shorter time.`;
}
