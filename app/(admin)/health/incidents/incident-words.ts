import type { Incident } from "@/lib/health";
import { MINUTE_MS } from "@/lib/time/durations";

/** "QuickBooks Online is failing"; of one that is over, "QuickBooks Online failed". */
export function incidentTitle({
  owner,
  providerName,
  endedAt,
}: Pick<Incident, "owner" | "providerName" | "endedAt">): string {
  if (owner === "us") return `${providerName} ${endedAt ? "refused" : "refuses"} Countersign itself`;
  return `${providerName} ${endedAt ? "failed" : "is failing"}`;
}

/** "QuickBooks Online has been failing", to which "since …" is added. */
export function sinceWords({ owner, providerName }: Pick<Incident, "owner" | "providerName">): string {
  return `${providerName} has been ${owner === "us" ? "refusing Countersign itself" : "failing"}`;
}

export function whoActs({ owner, providerName }: Pick<Incident, "owner" | "providerName">): string {
  return owner === "us"
    ? "Countersign's client id or secret is wrong. Customers have nothing to do."
    : `Nothing to do: we retry until ${providerName} answers.`;
}

/** "One company is", "200 companies are". */
export function companiesWords(companies: number): string {
  return companies === 1 ? "One company is" : `${companies.toLocaleString("en")} companies are`;
}

/** How long an incident lasted: "12 min", "3 h 12 min". */
export function durationWords(
  { startedAt, endedAt }: Pick<Incident, "startedAt" | "endedAt">,
  nowMs: number,
): string {
  const minutes = Math.max(1, Math.round(((endedAt?.getTime() ?? nowMs) - startedAt.getTime()) / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
