import type { Database } from "@/lib/db";
import { expect, test } from "./journey";

test("a dump of the database holds no token value that a provider issued", async ({ world }) => {
  const quickBooks = await world.connectedToQuickBooks("Secrecy One");
  const xero = await world.connectedToXero("Secrecy Two");
  const vended = [
    await world.service.getValidToken(quickBooks.companyId, "qbo", world.adminId),
    await world.service.getValidToken(xero.companyId, "xero", world.adminId),
  ];
  const issued = (await world.simulator.issuedTokens()).map(({ value }) => value);
  expect(issued).toEqual(expect.arrayContaining(vended));

  const dump = await dumpOf(world.database);
  // What is stored on purpose is found, in each of the forms looked for: the search itself works.
  expect(findings(dump, [quickBooks.tenantId])).not.toEqual([]);
  const [token = ""] = vended;
  for (const form of formsOf(token)) expect(findings(`before ${form} after`, [token])).toHaveLength(1);
  expect(findings(dump, issued)).toEqual([]);
});

/** Every row of every table as text; bytes as hexadecimal digits. */
async function dumpOf(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining([`"Grant"`, `"AuditLog"`, `"OAuthState"`]),
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    parts.push(name, ...rows.map(({ line }) => line));
  }
  return parts.join("\n");
}

/** Which values a dump holds, by their first characters only: a failure must not print a token. */
function findings(dump: string, values: readonly string[]): string[] {
  return values
    .filter((value) => formsOf(value).some((form) => dump.includes(form)))
    .map((value) => `${value.slice(0, 6)}…`);
}

/** A value as it may lie in a dump: plain, as hexadecimal digits, and in base64 at each of its three offsets. */
function formsOf(value: string): string[] {
  const base64 = ([0, 1, 2] as const).flatMap((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    // The digits at either end depend on the neighbours.
    const certain = encoded.slice(offset === 0 ? 0 : 4, -4);
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set([value, Buffer.from(value).toString("hex"), ...base64])];
}
