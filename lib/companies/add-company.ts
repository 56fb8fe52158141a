import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { refuseSameName, requireCompanyId, requireName } from "./company-name";

export interface NewCompany {
  name: string;
  /** The surrounding product's own id for it, when it has one; ours is made otherwise. */
  id?: string | undefined;
  /** A person may mean the company that is there; a file of another system means what it says. */
  refuseSameName?: boolean;
}

/**
 * Adds a company that connections can belong to.
 *
 * @returns Its id, which callers pass to `getValidToken`.
 * @throws {CountersignError} `invalid_input` when the id is taken or no id, nothing of the name can be read, or the name
 *   is taken where that is to be refused.
 */
export async function addCompany(
  { database, clock }: { database: Database; clock: Clock },
  company: NewCompany,
): Promise<string> {
  const atMs = clock.nowMs();
  const id = company.id ?? newId(atMs);
  requireCompanyId(id);
  const name = requireName(company.name);
  await database.recordTransaction(async (tx) => {
    if (company.refuseSameName) await refuseSameName(tx, name);
    const data = { id, name, createdAt: new Date(atMs) };
    const added = await tx.prisma.company.createMany({ data, skipDuplicates: true });
    if (added.count === 0) {
      throw new CountersignError("invalid_input", `There is a company "${id}" already.`, { field: "id" });
    }
    await recordAudit(tx, {
      operation: "company.create",
      outcome: "success",
      about: { companyId: id },
      via: ["POST", "/companies"],
      responseStatus: 201,
      atMs,
    });
  });
  return id;
}
