import { randomBytes } from "node:crypto";
import { newId } from "@/lib/db";
import type { ProviderName } from "@/lib/token";
import { insertGrant } from "@/lib/token/grants/store-grant";
import type { TokenSet } from "@/lib/token/grants/token-set";
import type { BenchWorld } from "./world";

/** A token set and whose it is: Intuit's realm, or a Xero user with one organisation. */
export interface Consented {
  subject: string;
  tenantId: string;
  tokenSet: TokenSet;
}

/** Stores one company, grant and connection for each token set. @returns The companies' ids, in the same order. */
export async function connect(
  { database, keyring }: BenchWorld,
  connectionType: ProviderName,
  consents: readonly Consented[],
): Promise<string[]> {
  const atMs = Date.now();
  const environment = connectionType === "qbo" ? "sandbox" : "production";
  const rows = consents.map((consent) => ({ ...consent, companyId: newId(), grantId: newId() }));
  const columns = [
    rows.map(({ companyId }) => companyId),
    rows.map(({ grantId }) => grantId),
    rows.map(({ tenantId }) => tenantId),
  ];
  await database.transaction(async (tx) => {
    for (const { grantId: id, subject, tokenSet } of rows) {
      const grant = { id, connectionType, environment, subject, generation: 1 };
      await insertGrant(tx, { grant, tokenSet, keyring, atMs });
    }
    await tx.query(`INSERT INTO "Company" (id, name) SELECT id, id FROM unnest($1::text[]) AS given(id)`, [
      columns[0],
    ]);
    await tx.query(
      `INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
         "connectedBy", "connectedAt")
       SELECT 'c' || "companyId", "companyId", $4, $5, "tenantId", "tenantId", "grantId", 'bench', now()
       FROM unnest($1::text[], $2::text[], $3::text[]) AS given("companyId", "grantId", "tenantId")`,
      [...columns, connectionType, environment],
    );
  });
  await database.query("VACUUM ANALYZE");
  return rows.map(({ companyId }) => companyId);
}

/** As long as the access tokens in QuickBooks' and Xero's documentation, give or take. */
export const ACCESS_TOKEN_CHARACTERS = 1_100;

/** Token sets fresh for half an hour that no provider knows: enough where nothing is refreshed. */
export function inventConsents(count: number): Consented[] {
  const issuedAtMs = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    subject: `realm-${index}`,
    tenantId: `realm-${index}`,
    tokenSet: {
      accessToken: randomBytes(ACCESS_TOKEN_CHARACTERS)
        .toString("base64url")
        .slice(0, ACCESS_TOKEN_CHARACTERS),
      refreshToken: `RT1-${randomBytes(24).toString("hex")}`,
      scope: "com.intuit.quickbooks.accounting",
      issuedAtMs,
      accessExpiresAtMs: issuedAtMs + 3_600_000,
      refreshExpiresAtMs: issuedAtMs + 8_640_000_000,
      hardExpiresAtMs: null,
    },
  }));
}
