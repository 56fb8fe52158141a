import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { providersConnectedTo } from "@/lib/token/views";
import { auditCompany, type CompanyDeps, lockCompany } from "./lock-company";

/**
 * Takes a company out of lists and counts; its past, its rows and its address stay. It has to be disconnected first: a
 * disconnect can't be taken back without the customer, and has a question of its own that names all it ends.
 *
 * @returns Its name. Archiving an archived company changes nothing.
 * @throws {CountersignError} `not_found`; `invalid_input` while a connection of it is live.
 */
export async function archiveCompany({ database, clock }: CompanyDeps, id: string): Promise<string> {
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const { name, archivedAt } = await lockCompany(tx, id);
    if (archivedAt) return name;
    if ((await providersConnectedTo(tx, id)).length > 0) {
      const message = `${shownName(name)} is still connected.`;
      throw new CountersignError("invalid_input", message, {
        unchanged: true,
        nextStep: "Disconnect it first.",
      });
    }
    await tx.query(`UPDATE "Company" SET "archivedAt" = $2 WHERE id = $1`, [id, new Date(atMs)]);
    const change = { operation: "company.archive", method: "POST", companyId: id, path: "/archive" } as const;
    await auditCompany(tx, { ...change, atMs });
    return name;
  });
}

/**
 * Brings an archived company back, without the connections it had. One that was merged is a company of its own again,
 * and what it gave away stays away.
 *
 * @returns Its name. Unarchiving one that is not archived changes nothing.
 * @throws {CountersignError} `not_found`
 */
export async function unarchiveCompany({ database, clock }: CompanyDeps, id: string): Promise<string> {
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const { name, archivedAt, mergedIntoId } = await lockCompany(tx, id);
    if (!archivedAt) return name;
    await tx.query(`UPDATE "Company" SET "archivedAt" = NULL, "mergedIntoId" = NULL WHERE id = $1`, [id]);
    await auditCompany(tx, {
      operation: "company.unarchive",
      method: "DELETE",
      companyId: id,
      path: "/archive",
      ...(mergedIntoId && { words: `No longer merged into “${mergedIntoId}”` }),
      atMs,
    });
    return name;
  });
}
