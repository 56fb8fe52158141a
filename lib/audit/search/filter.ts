import { type AuditSpan, spanMs } from "./terms/span";

/** How an operation ended, in a word. */
export const outcomeWords = { success: "Done", failure: "Failed", refused: "Refused" } as const;
export const auditOutcomes = ["success", "failure", "refused"] as const;
/**
 * Whose operation it was: a person who signs in here, a key of the HTTP API, a customer by a link or by a public page, a part
 * of the surrounding product, or Countersign itself.
 */
export const actorKindNames = ["person", "key", "link", "visitor", "service", "system"] as const;
export type ActorKindName = (typeof actorKindNames)[number];

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
  /** A status code, a class of them such as "5xx", a bound such as ">=400", or several with commas between. */
  status?: string | undefined;
  operation?: string | undefined;
  /** The id shown to a person beside an error. */
  request?: string | undefined;
  /** The provider's own reference: intuit_tid or xero-correlation-id. */
  ref?: string | undefined;
  /** Digits. */
  generation?: string | undefined;
  id?: string | undefined;
  /** What no row may have, by key. */
  not?: Readonly<Partial<Record<AuditKey, readonly string[]>>> | undefined;
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
  "ref",
  "generation",
  "id",
] as const;
export type AuditKey = (typeof auditKeys)[number];
/** A part of a filter that each row is compared with. */
export type MatchedKey = AuditKey | "not";
export const matchedKeys: readonly MatchedKey[] = [...auditKeys, "not"];

/** The values of a key that a filter excludes. */
export function excludedBy({ not }: AuditFilter, key: AuditKey): readonly string[] {
  return not?.[key] ?? [];
}

/** Whether a filter says anything of a key. */
export function concerns(filter: AuditFilter, key: AuditKey): boolean {
  return filter[key] !== undefined || excludedBy(filter, key).length > 0;
}

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
  return { fromMs: span === "all" ? null : nowMs - spanMs(span), toMs: null };
}
