import type { MonthBookLine, PastStatus } from "@/lib/health";
import { percentWords } from "@/lib/text/percent-words";
import { providerOf } from "@/lib/token";
import { blameLines } from "../health-list-row";

/** A connection's month as the page shows it. */
export interface MonthRow {
  id: string;
  companyId: string;
  companyName: string;
  /** "QuickBooks Online · Acme Ltd" */
  source: string;
  coverage: string;
  daysInterrupted: number;
  /** How long, and whose fault; empty without an interruption. */
  blame: string;
  statusAtEnd: PastStatus;
}

export function monthRowOf(line: MonthBookLine): MonthRow {
  const { id, companyId, companyName, tenantName, connectionType, coverage } = line;
  return {
    id,
    companyId,
    companyName,
    source: `${providerOf(connectionType).displayName} · ${tenantName}`,
    coverage: percentWords(coverage),
    daysInterrupted: line.daysInterrupted,
    blame: blameLines(line.blame).join(", "),
    statusAtEnd: line.statusAtEnd,
  };
}
