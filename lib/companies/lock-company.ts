import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Company, Database, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";

export interface CompanyDeps {
  database: Database;
  clock: Clock;
}

type LockedCompany = Pick<Company, "id" | "name" | "archivedAt" | "mergedIntoId">;

/**
 * Locks a company: nobody connects, changes or removes it before this transaction ends.
 *
 * @throws {CountersignError} `not_found`
 */
export async function lockCompany(tx: Sql, id: string): Promise<LockedCompany> {
  const [company] = await tx.query<LockedCompany>(
    `SELECT id, name, "archivedAt", "mergedIntoId" FROM "Company" WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!company) throw new CountersignError("not_found", "This company does not exist any more.");
  return company;
}

interface CompanyChange {
  operation: Extract<AuditOperation, `company.${string}`>;
  method: "PATCH" | "POST" | "DELETE";
  companyId: string;
  /** Below the company's own address: "/archive". */
  path?: string;
  words?: string;
  atMs: number;
}

export async function auditCompany(tx: Sql, change: CompanyChange): Promise<void> {
  const { operation, method, companyId, path = "", words, atMs } = change;
  await recordAudit(tx, {
    operation,
    outcome: "success",
    about: { companyId },
    via: [method, `/companies/${companyId}${path}`],
    responseStatus: 200,
    errorMessage: words,
    atMs,
  });
}
