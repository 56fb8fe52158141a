import type { Incident } from "@/lib/health";
import { MINUTE_MS } from "@/lib/time/durations";
import {
  failsSince,
  OPERATOR_ACTS,
  providerActs,
  providerRefused,
  providerRefuses,
  refusesSince,
} from "../words";

/** "QuickBooks Online is failing"; when it is over, "QuickBooks Online failed". */
export function incidentTitle({
  owner,
  providerName,
  endedAt,
}: Pick<Incident, "owner" | "providerName" | "endedAt">): string {
  if (owner === "us") return endedAt ? providerRefused(providerName) : providerRefuses(providerName);
  return `${providerName} ${endedAt ? "failed" : "is failing"}`;
}

/** "QuickBooks Online has been failing since …" */
export function sinceWords<T>({ owner, providerName }: Pick<Incident, "owner" | "providerName">, at: T) {
  return owner === "us" ? refusesSince(providerName, at) : failsSince(providerName, at);
}

export function whoActs({ owner, providerName }: Pick<Incident, "owner" | "providerName">): string {
  return owner === "us" ? OPERATOR_ACTS : providerActs(providerName);
}

/** How long an incident lasted: "12 min", "3 h 12 min". */
export function durationWords(
  { startedAt, endedAt }: Pick<Incident, "startedAt" | "endedAt">,
  nowMs: number,
): string {
  const minutes = Math.max(1, Math.round(((endedAt?.getTime() ?? nowMs) - startedAt.getTime()) / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return [`${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(" ");
}
