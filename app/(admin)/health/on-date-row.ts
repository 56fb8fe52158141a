import { type ConnectionOnDate, onDateAnswer, type PastStatus } from "@/lib/health";

/** What one line of a past day shows, ready for the browser. */
export interface OnDateRow {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  providerName: string;
  tenantName: string;
  worst: PastStatus;
  answer: string;
}

export function onDateRowOf({ segments, ...row }: ConnectionOnDate): OnDateRow {
  return { ...row, answer: onDateAnswer(segments, row.providerName) };
}
