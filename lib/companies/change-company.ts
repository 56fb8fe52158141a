import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { isConsentUnderWay, wasEverConnected } from "@/lib/token/views";
import { refuseSameName, requireName } from "./company-name";
import { auditCompany, type CompanyDeps, lockCompany } from "./lock-company";

/** An exchange that began within this time may still bring a connection. */
const EXCHANGE_MS = 2 * 60_000;

/**
 * Gives a company another name. Its id, and with it its connections and its past, stay.
 *
 * @throws {CountersignError} `not_found`; `invalid_input` when it has that name, or another company has it and that is
 * to be refused.
 */
export async function renameCompany(
  { database, clock }: CompanyDeps,
  { id, name: given, ...options }: { id: string; name: string; refuseSameName?: boolean },
): Promise<void> {
  const name = requireName(given);
  await database.recordTransaction(async (tx) => {
    const { name: before } = await lockCompany(tx, id);
    if (before === name) {
      throw new CountersignError("invalid_input", "That is the company's name already.", { field: "name" });
    }
    if (options.refuseSameName) await refuseSameName(tx, name, id);
    await tx.prisma.company.update({ where: { id }, data: { name } });
    const words = `From “${shownName(before)}” to “${shownName(name)}”`;
    const change = { operation: "company.rename", method: "PATCH", companyId: id, words } as const;
    await auditCompany(tx, { ...change, atMs: clock.nowMs() });
  });
}

/**
 * Removes a company that never had a connection. One that had keeps its past, and with it its name.
 *
 * @returns The name it had.
 * @throws {CountersignError} `not_found`; `invalid_input` when it has, had, or is about to get a connection.
 */
export async function removeCompany({ database, clock }: CompanyDeps, id: string): Promise<string> {
  const atMs = clock.nowMs();
  return database.recordTransaction(async (tx) => {
    const { name, mergedIntoId } = await lockCompany(tx, id);
    if (mergedIntoId || (await tookOver(tx, id))) {
      const message = `${shownName(name)} was part of a merge, so its history stays.`;
      throw new CountersignError("invalid_input", message, { nextStep: "Archive it instead." });
    }
    if (await wasEverConnected(tx, id)) {
      const message = `${shownName(name)} has been connected, so its history stays.`;
      throw new CountersignError("invalid_input", message, { nextStep: "Archive it instead." });
    }
    if (await isConsentUnderWay(tx, id, { atMs, exchangeMs: EXCHANGE_MS })) {
      const message = `A consent for ${shownName(name)} is under way.`;
      const nextStep = "Finish it, or remove the company half an hour later.";
      throw new CountersignError("invalid_input", message, { nextStep });
    }
    await tx.prisma.company.delete({ where: { id } });
    const change = { operation: "company.remove", method: "DELETE", companyId: id } as const;
    await auditCompany(tx, { ...change, words: `“${shownName(name)}”`, atMs });
    return name;
  });
}

/** Whether another company was merged into it. */
async function tookOver(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query(`SELECT 1 FROM "Company" WHERE "mergedIntoId" = $1 LIMIT 1`, [id])).length > 0;
}
