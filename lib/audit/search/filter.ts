import { DAY_MS, HOUR_MS } from "@/lib/time/durations";

/** How an operation ended, in a word. */
export const outcomeWords = { success: "Done", failure: "Failed", refused: "Refused" } as const;
export const auditOutcomes = ["success", "failure", "refused"] as const;
/** Whose operation it was: somebody who signs in here, a key of the HTTP API, a part of the surrounding product, or Countersign itself. */
export const actorKindNames = ["person", "key", "service", "system"] as const;
export type ActorKindName = (typeof actorKindNames)[number];
/** Times before now that a filter can begin at; `all` is without a beginning. */
export const auditSpans = ["1h", "24h", "7d", "30d", "90d", "1y", "all"] as const;
export type AuditSpan = (typeof auditSpans)[number];
export const DEFAULT_SPAN: AuditSpan = "7d";

/** Which rows of the audit log are meant. All of it must hold; what is absent does not matter. */
export interface AuditFilter {
  /** Counted back from now, unless `fromMs` or `toMs` is given. */
  span: AuditSpan;
  /** Inclusive. */
  fromMs?: number | undefined;
  /** Exclusive. */
  toMs?: number | undefined;
  actor?: string | undefined;
  by?: ActorKindName | undefined;
  company?: string | undefined;
  provider?: string | undefined;
  endpoint?: string | undefined;
  method?: string | undefined;
  outcome?: (typeof auditOutcomes)[number] | undefined;
  /** A status code, or a class of them such as "5xx". */
  status?: string | undefined;
  operation?: string | undefined;
  /** The id shown to a person beside an error. */
  request?: string | undefined;
  id?: string | undefined;
}

/** The filters that compare one column with one value, in the order in which people see them. */
export const auditKeys = [
  "company",
  "actor",
  "by",
  "provider",
  "operation",
  "outcome",
  "status",
  "method",
  "endpoint",
  "request",
  "id",
] as const;
export type AuditKey = (typeof auditKeys)[number];

const SPAN_MS: Record<Exclude<AuditSpan, "all">, number> = {
  "1h": HOUR_MS,
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "90d": 90 * DAY_MS,
  "1y": 365 * DAY_MS,
};

/** As the log has it: a person is a user of Countersign. */
export function storedActorKind(by: string): string {
  if (by === "key") return "apiKey";
  return by === "person" ? "user" : by;
}

/** The window of time a filter covers, in epoch milliseconds: from inclusive, to exclusive; null is without end. */
export function windowOf(
  { span, fromMs, toMs }: Pick<AuditFilter, "span" | "fromMs" | "toMs">,
  nowMs: number,
): { fromMs: number | null; toMs: number | null } {
  if (fromMs !== undefined || toMs !== undefined) return { fromMs: fromMs ?? null, toMs: toMs ?? null };
  return { fromMs: span === "all" ? null : nowMs - SPAN_MS[span], toMs: null };
}
