import type { AuditPlace } from "@/lib/audit";

const LAST_MS = Date.UTC(2200, 0);

export function writePlace({ atMs, id }: AuditPlace): string {
  return `${atMs}_${id}`;
}

/** @returns Undefined for a place that is none: the log is then read from its newest row. */
export function readPlace(text: string | undefined): AuditPlace | undefined {
  const [, digits = "", id = ""] = /^(\d{1,15})_([\w~-]{0,100})$/.exec(text ?? "") ?? [];
  const atMs = Number(digits);
  return digits && atMs < LAST_MS ? { atMs, id } : undefined;
}
