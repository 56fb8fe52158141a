import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Company, Database, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { isConsentUnderWay, wasEverConnected } from "@/lib/token/views";
import { refuseSameName, requireName } from "./company-name";

interface CompanyDeps {
  database: Database;
  clock: Clock;
}

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
    const before = await lockCompany(tx, id);
    if (before === name) {
      throw new CountersignError("invalid_input", "That is the company's name already.", { field: "name" });
    }
    if (options.refuseSameName) await refuseSameName(tx, name, id);
    await tx.prisma.company.update({ where: { id }, data: { name } });
    const words = `From “${shownName(before)}” to “${shownName(name)}”`;
    await audit(tx, { operation: "company.rename", method: "PATCH", id, words, atMs: clock.nowMs() });
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
    const name = await lockCompany(tx, id);
    if (await wasEverConnected(tx, id)) {
      const message = `${shownName(name)} has been connected, so its history stays.`;
      throw new CountersignError("invalid_input", message, { nextStep: "Disconnect it instead." });
    }
    if (await isConsentUnderWay(tx, id, { atMs, exchangeMs: EXCHANGE_MS })) {
      const message = `A consent for ${shownName(name)} is under way.`;
      const nextStep = "Finish it, or remove the company half an hour later.";
      throw new CountersignError("invalid_input", message, { nextStep });
    }
    await tx.prisma.company.delete({ where: { id } });
    await audit(tx, {
      operation: "company.remove",
      method: "DELETE",
      id,
      words: `“${shownName(name)}”`,
      atMs,
    });
    return name;
  });
}

/** @returns The company's name. Nobody connects, renames or removes it before this transaction ends. */
async function lockCompany(tx: Sql, id: string): Promise<string> {
  const [company] = await tx.query<Pick<Company, "name">>(
    `SELECT name FROM "Company" WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!company) throw new CountersignError("not_found", "This company does not exist any more.");
  return company.name;
}

interface Change {
  operation: "company.rename" | "company.remove";
  method: "PATCH" | "DELETE";
  id: string;
  words: string;
  atMs: number;
}

async function audit(tx: Sql, { operation, method, id, words, atMs }: Change): Promise<void> {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    about: { companyId: id },
    via: [method, `/companies/${id}`],
    responseStatus: 200,
    errorMessage: words,
    atMs,
  });
}
