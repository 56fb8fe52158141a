import type { Database } from "@/lib/db";
import { encryptSecrets } from "@/lib/token/grants/token-set";
import type { Keyring } from "@/lib/token/keys/keyring";

const CHUNK = 1_000;
const ACCESS_LIFE = "interval '1 day'";
const REFRESH_LIFE = "interval '60 days'";

/** What row number `index` holds, so that whoever opens it knows whether it is whole. */
export function plantedSecrets(index: number) {
  return { accessToken: `access-${index}-${"a".repeat(900)}`, refreshToken: `refresh-${index}` };
}

const padded = (index: number) => String(index).padStart(8, "0");
export const plantedCompany = (index: number) => `planted-company-${padded(index)}`;
const plantedId = (index: number) => `planted-${padded(index)}`;
/** The number of a planted row; undefined for any other. */
export function plantedIndex(rowId: string): number | undefined {
  const digits = /^planted-(\d{8})$/.exec(rowId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Connected companies, straight into the database: their providers are never asked. */
export async function plantGrants(database: Database, keyring: Keyring, count: number): Promise<void> {
  await inChunks(count, async (indexes) => {
    const encrypted = indexes.map((index) => {
      const owner = { table: "Grant", rowId: plantedId(index), connectionType: "qbo" } as const;
      return encryptSecrets(keyring, plantedSecrets(index), { ...owner, subject: plantedId(index) });
    });
    const values = [indexes.map(plantedId), indexes.map(plantedCompany), encrypted, keyring.currentKeyId];
    await database.query(
      `WITH planted AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) AS p (id, company, encrypted)),
       companies AS (INSERT INTO "Company" (id, name) SELECT company, company FROM planted),
       grants AS (
         INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, "issuedAt",
           "accessExpiresAt", "refreshExpiresAt", "stateSince")
         SELECT id, 'qbo', 'sandbox', id, encrypted, $4, '', now(), now() + ${ACCESS_LIFE}, now() + ${REFRESH_LIFE}, now()
         FROM planted)
       INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
         "connectedBy", "connectedAt")
       SELECT id, company, 'qbo', 'sandbox', id, company, id, 'chaos', now() FROM planted`,
      values,
    );
  });
}

/** Consents that rest. */
export async function plantConsents(database: Database, keyring: Keyring, count: number): Promise<void> {
  await inChunks(count, async (indexes) => {
    const encrypted = indexes.map((index) => {
      const owner = { table: "PendingConsent", rowId: plantedId(index), connectionType: "qbo" } as const;
      return encryptSecrets(keyring, plantedSecrets(index), { ...owner, subject: plantedCompany(index) });
    });
    await database.query(
      `INSERT INTO "PendingConsent" (id, "connectionType", environment, "companyId", "actorKind", "actorId", "returnTo",
         "callbackParams", "sealedTokenSet", "keyId", scope, "issuedAt", "accessExpiresAt", "refreshExpiresAt",
         "expiresAt", "createdAt")
       SELECT id, 'qbo', 'sandbox', company, 'person', 'chaos', '/', '', encrypted, $4, '', now(), now() + ${ACCESS_LIFE},
         now() + ${REFRESH_LIFE}, now() + interval '30 minutes', now()
       FROM unnest($1::text[], $2::text[], $3::bytea[]) AS p (id, company, encrypted)`,
      [indexes.map(plantedId), indexes.map(plantedCompany), encrypted, keyring.currentKeyId],
    );
  });
}

async function inChunks(count: number, work: (indexes: number[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += CHUNK) {
    await work(Array.from({ length: Math.min(CHUNK, count - from) }, (_, offset) => from + offset));
  }
}
