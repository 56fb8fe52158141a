import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import type { AdoptionReview, ProviderName, TokenService } from "@/lib/token";
import { type ImportLine, inColumnNames, parseImportLine } from "./import-line";
import type { ImportRecord } from "./read-records";

/** What a line led to, or would lead to. `failed` lines may be tried again as they are; `refused` ones may not. */
export const lineVerdicts = ["connect", "renew", "unchanged", "refused", "failed"] as const;
export type LineVerdict = (typeof lineVerdicts)[number];

export interface LineReport {
  line: number;
  verdict: LineVerdict;
  /** Set once the line is sound. */
  companyId?: string;
  provider?: string;
  tenantName?: string;
  createsCompany?: boolean;
  /** Why it was refused or failed. */
  reason?: string;
}

export type ImportTotals = Record<LineVerdict, number>;

interface ImportDeps {
  service: Pick<TokenService, "reviewAdoption">;
  database: Sql;
  clock: Clock;
  addCompany: (company: { id: string; name: string }) => Promise<string>;
}

/** Whether the one who imports may touch this company and provider. */
export type LineReach = (line: { companyId: string; provider: ProviderName }) => boolean;

interface ImportOptions {
  /** False: nothing is changed here; either way nothing is spent at the provider. */
  apply: boolean;
  onLine: (report: LineReport) => void;
  /** Without it, every line may be taken. */
  mayReach?: LineReach;
}

/** How many lines led to each verdict. */
export function totalsOf(reports: readonly Pick<LineReport, "verdict">[]): ImportTotals {
  const totals: ImportTotals = { connect: 0, renew: 0, unchanged: 0, refused: 0, failed: 0 };
  for (const { verdict } of reports) totals[verdict]++;
  return totals;
}

/**
 * Takes over the connections of another OAuth system, one line after the other. Every line is verified by a live call
 * with its access token. A line that is there already changes nothing, so a file may be applied again.
 *
 * Besides the line under way it keeps, in a dry run, the ids of the connections that it would make.
 */
export async function importConnections(
  deps: ImportDeps,
  records: AsyncIterable<ImportRecord>,
  options: ImportOptions,
): Promise<ImportTotals> {
  const totals = totalsOf([]);
  const planned = new Plan();
  const startedMs = deps.clock.nowMs();
  try {
    for await (const record of records) {
      const report = await importRecord(deps, record, options, planned);
      totals[report.verdict]++;
      options.onLine(report);
    }
  } catch (error) {
    await recordRun(deps, options, totals, startedMs, error).catch(() => {});
    throw error;
  }
  await recordRun(deps, options, totals, startedMs);
  return totals;
}

async function importRecord(
  deps: ImportDeps,
  record: ImportRecord,
  options: ImportOptions,
  planned: Plan,
): Promise<LineReport> {
  const { line } = record;
  if ("problem" in record) return { line, verdict: "refused", reason: record.problem };
  const parsed = parseImportLine(record.values);
  if ("problem" in parsed) return { line, verdict: "refused", reason: parsed.problem };
  const { companyId, provider, tokenSet } = parsed;
  const sound = { line, companyId, provider };
  if (options.mayReach && !options.mayReach(parsed)) {
    return { ...sound, verdict: "refused", reason: "this key does not reach the company at this provider" };
  }
  try {
    const review = await deps.service.reviewAdoption(companyId, provider, tokenSet, currentActor().id);
    const { effect, tenantName } = review;
    const createsCompany = !review.companyExists && !planned.creates(companyId);
    if (createsCompany && !parsed.companyName) {
      const reason = `company_name is missing: there is no company "${companyId}" yet`;
      return { ...sound, verdict: "refused", reason };
    }
    const conflict = options.apply ? undefined : planned.add(line, parsed, review);
    if (conflict) return { ...sound, tenantName, ...conflict };
    if (options.apply) await applyLine(deps, parsed, review);
    return { ...sound, verdict: effect, tenantName, createsCompany };
  } catch (error) {
    if (!(error instanceof CountersignError) || (error.owner === "us" && error.retryable)) throw error;
    const { message: reason } = inColumnNames(messageFor(error, options), error.field);
    return { ...sound, verdict: error.retryable ? "failed" : "refused", reason };
  }
}

/** The name of the company that has an organisation is not for those who may not reach every company. */
function messageFor({ code, message }: CountersignError, { mayReach }: ImportOptions): string {
  return code === "organisation_taken" && mayReach ? ORGANISATION_TAKEN : message;
}

export const ORGANISATION_TAKEN = "This organisation is connected to another company already.";

async function applyLine(
  deps: ImportDeps,
  { companyId, companyName = companyId }: ImportLine,
  review: AdoptionReview,
): Promise<void> {
  if (!review.companyExists) await deps.addCompany({ id: companyId, name: companyName });
  await review.apply();
}

/** What the earlier lines of a dry run would have done, so that it foresees what applying the file will do. */
class Plan {
  private readonly companies = new Set<string>();
  private readonly byTenant = new Map<string, { line: number; companyId: string }>();
  private readonly byCompany = new Map<string, { line: number; tenantId: string }>();

  creates(companyId: string): boolean {
    return this.companies.has(companyId);
  }

  /** @returns What the line comes to instead, because of an earlier one. */
  add(
    line: number,
    { companyId, provider }: ImportLine,
    { effect, tenantId, companyExists }: AdoptionReview,
  ): Pick<LineReport, "verdict" | "reason"> | undefined {
    if (effect !== "connect") return undefined;
    const tenant = this.byTenant.get(`${provider} ${tenantId}`);
    const company = this.byCompany.get(`${provider} ${companyId}`);
    if (tenant && tenant.companyId !== companyId) {
      return {
        verdict: "refused",
        reason: `line ${tenant.line} connects this organisation to another company`,
      };
    }
    if (company && company.tenantId !== tenantId) {
      return {
        verdict: "refused",
        reason: `line ${company.line} connects this company to another organisation`,
      };
    }
    if (company) return { verdict: "unchanged" };
    this.byTenant.set(`${provider} ${tenantId}`, { line, companyId });
    this.byCompany.set(`${provider} ${companyId}`, { line, tenantId });
    if (!companyExists) this.companies.add(companyId);
  }
}

async function recordRun(
  { database, clock }: ImportDeps,
  { apply }: ImportOptions,
  totals: ImportTotals,
  startedMs: number,
  error?: unknown,
): Promise<void> {
  const atMs = clock.nowMs();
  const counts = Object.entries(totals).map(([verdict, count]) => `${verdict} ${count}`);
  const note = `${apply ? "Applied" : "Dry run"}: ${counts.join(", ")}.`;
  const broken = error instanceof Error ? ` Broke off: ${error.message}` : "";
  await recordAudit(database, {
    operation: "connection.import",
    outcome: error ? "failure" : "success",
    via: [apply ? "POST" : "GET", "/import"],
    responseStatus: error ? 500 : 200,
    responseTimeMs: atMs - startedMs,
    errorMessage: note + broken,
    atMs,
  });
}
