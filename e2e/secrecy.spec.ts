import { secretForms, secretsIn } from "@/dev/vitest/secret-forms";
import { dumpOf } from "./database-dump";
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

  const tables = await dumpOf(world.database);
  expect([...tables.keys()]).toEqual(expect.arrayContaining([`"Grant"`, `"AuditLog"`, `"OAuthState"`]));
  const dump = [...tables.values()].join("\n");
  // What is stored on purpose is found, in each of the forms looked for: the search itself works.
  expect(secretsIn(dump, [quickBooks.tenantId])).not.toEqual([]);
  const [token = ""] = vended;
  for (const form of secretForms(token)) expect(secretsIn(`before ${form} after`, [token])).toHaveLength(1);
  expect(secretsIn(dump, issued)).toEqual([]);
});
