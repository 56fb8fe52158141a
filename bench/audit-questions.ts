import type { AuditFilter, AuditKey } from "@/lib/audit/search/filter";
import type { AuditSpan } from "@/lib/audit/search/terms/span";
import { companyId, userId } from "./audit-rows";

const KEYS = ["company", "actor", "provider", "operation", "outcome", "method", "endpoint"] as const;
/** What few combine and everybody can ask: each beside the newest rows of a span, with matches. */
const OTHERS: readonly { name: string; filter: Partial<AuditFilter> }[] = [
  { name: "ref, none such", filter: { ref: "1-none" } },
  { name: "request, none such", filter: { request: "none" } },
  { name: "generation", filter: { company: companyId(0), provider: "qbo", generation: "250" } },
  { name: "status 4xx,5xx", filter: { status: "4xx,5xx" } },
  { name: "status >=400 + company", filter: { status: ">=400", company: companyId(0) } },
  { name: "status 503,401 + actor", filter: { status: "503,401", actor: userId(1) } },
  { name: "not success", filter: { not: { outcome: ["success"] } } },
  { name: "not a common operation", filter: { not: { operation: ["token.vend", "api.call"] } } },
  { name: "not a status", filter: { company: companyId(0), not: { status: ["2xx"] } } },
  { name: "not a company", filter: { not: { company: [companyId(0)] } } },
  { name: "not by machines", filter: { not: { by: ["service", "system"] } } },
];
export const SPANS = ["7d", "90d", "all"] as const satisfies readonly AuditSpan[];

/** Of each key a value that many rows have, and one that few have. */
const VALUES: Record<(typeof KEYS)[number], readonly [common: string, rare: string]> = {
  company: [companyId(0), companyId(2_500)],
  actor: [userId(1), userId(180)],
  provider: ["qbo", "xero"],
  operation: ["token.vend", "connection.disconnect"],
  outcome: ["success", "refused"],
  method: ["GET", "EVENT"],
  endpoint: ["tokenService.getValidToken", "/users"],
};

/** Values of two keys that no row has together, though each has many. */
const NEVER: readonly Partial<Record<AuditKey, string>>[] = [
  { company: companyId(0), actor: userId(120) },
  { company: companyId(0), provider: "xero" },
  { company: companyId(0), operation: "session.sign_in" },
  { company: companyId(0), outcome: "none" },
  { company: companyId(0), method: "DELETE" },
  { company: companyId(0), endpoint: "/api.xro/2.0/Invoices" },
  { actor: userId(1), provider: "none" },
  { actor: userId(1), operation: "token.refresh" },
  { actor: "refresh", outcome: "refused" },
  { actor: "refresh", method: "CALL" },
  { actor: "refresh", endpoint: "/v3/company/invoice" },
  { provider: "qbo", operation: "session.sign_in" },
  { provider: "qbo", outcome: "none" },
  { provider: "qbo", method: "DELETE" },
  { provider: "qbo", endpoint: "/api.xro/2.0/Invoices" },
  { operation: "token.refresh", outcome: "refused" },
  { operation: "token.vend", method: "GET" },
  { operation: "token.vend", endpoint: "/v3/company/invoice" },
  { outcome: "refused", method: "CALL" },
  { outcome: "refused", endpoint: "/v3/company/invoice" },
  { method: "GET", endpoint: "tokenService.getValidToken" },
];

export interface Pair {
  name: string;
  /** With matches, and without any. */
  some: readonly AuditFilter[];
  none: AuditFilter;
}

/** All 21 pairs of filters and what else can be asked, over one span of time. */
export function pairs(span: AuditSpan): Pair[] {
  const asked = OTHERS.map(({ name, filter }) => ({
    name,
    some: [{ span, ...filter }],
    none: { span, ...filter, provider: "none" },
  }));
  const paired = KEYS.flatMap((first, index) =>
    KEYS.slice(index + 1).map((second) => {
      const never = NEVER.find((each) => each[first] !== undefined && each[second] !== undefined);
      const of = (one: string, other: string) => ({ span, [first]: one, [second]: other }) as AuditFilter;
      const [common, rare] = [VALUES[first], VALUES[second]];
      return {
        name: `${first} + ${second}`,
        some: [of(common[0], rare[0]), of(common[0], rare[1]), of(common[1], rare[0])],
        none: { span, ...never } as AuditFilter,
      };
    }),
  );
  return [...paired, ...asked];
}
