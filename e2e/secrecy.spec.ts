import { dumpOf } from "@/dev/vitest/database-dump";
import { secretForms, secretsIn } from "@/dev/vitest/secret-forms";
import { expect, test } from "./journey";

test("a dump of the database holds no token that a provider issued, and no organisation's id", async ({
  world,
}) => {
  const quickBooks = await world.connectedToQuickBooks("Secrecy One");
  const xero = await world.connectedToXero("Secrecy Two");
  const vended = [
    await world.service.getValidToken(quickBooks.companyId, "qbo", world.adminId),
    await world.service.getValidToken(xero.companyId, "xero", world.adminId),
  ];
  const issued = (await world.simulator.issuedTokens()).map(({ value }) => value);
  expect(issued).toEqual(expect.arrayContaining(vended));

  const tables = await dumpOf(world.database);
  expect([...tables.keys()]).toEqual(
    expect.arrayContaining(["Grant", "AuditLog", "OAuthState"].map((table) => `public."${table}"`)),
  );
  const dump = [...tables.values()].join("\n");
  // What is stored on purpose is found, in each of the forms looked for: the search itself works.
  expect(secretsIn(dump, [quickBooks.companyId])).not.toEqual([]);
  const [token = ""] = vended;
  for (const form of secretForms(token)) expect(secretsIn(`before ${form} after`, [token])).toHaveLength(1);
  expect(secretsIn(dump, [...issued, quickBooks.tenantId, xero.tenantId])).toEqual([]);
});
