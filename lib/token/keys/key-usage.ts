import type { Clock } from "@/lib/clock";
import type { Sql } from "@/lib/db";
import { type JournalFile, journalFiles } from "../refresh/journal-files";
import { encryptedTables, keyOfRowSql } from "./encrypted-tables";
import { type Keyring, keyIdSql } from "./keyring";

/** What one key encrypted. Its id is a one-way hash; nothing of the key itself is here. */
export interface KeyUsage {
  keyId: string;
  /** `unknown`: rows need it, and no variable holds it. */
  role: "current" | "previous" | "unknown";
  /** Rows by table, and files by the folder they lie in; places with none are left out. */
  places: { place: string; count: number }[];
}

/**
 * Counts what each key encrypted, in Postgres and in this machine's journal.
 *
 * @returns The current key first, then previous ones, then unknown ones.
 * @throws {Error} The journal's folder can't be read; one that doesn't exist holds nothing.
 */
export async function keyUsage(
  { database, keyring, clock }: { database: Sql; keyring: Keyring; clock: Clock },
  journalDirectory: string,
): Promise<KeyUsage[]> {
  const counted = [
    ...(await countRows(database)),
    ...(await countConsentsUnderWay(database, clock.nowMs())),
    ...countFiles(await journalFiles(journalDirectory)),
  ];
  const keyIds = new Set([...keyring.keyIds, ...counted.map(({ keyId }) => keyId)]);
  const roleOf = (keyId: string) => {
    if (keyId === keyring.currentKeyId) return "current";
    return keyring.keyIds.includes(keyId) ? "previous" : "unknown";
  };
  return [...keyIds].map((keyId) => ({
    keyId,
    role: roleOf(keyId),
    places: counted.filter((row) => row.keyId === keyId).map(({ place, count }) => ({ place, count })),
  }));
}

interface Counted {
  keyId: string;
  place: string;
  count: number;
}

async function countRows(sql: Sql): Promise<Counted[]> {
  const parts = encryptedTables.map(
    (column) =>
      `SELECT '${column.place}' AS place, ${keyOfRowSql(column)} AS "keyId" FROM "${column.table}"
       WHERE "${column.field}" IS NOT NULL`,
  );
  return sql.query<Counted>(
    `SELECT place, "keyId", count(*)::int AS count FROM (${parts.join(" UNION ALL ")}) encrypted
     GROUP BY place, "keyId" ORDER BY place, "keyId"`,
  );
}

/** Their rows name no key, but each ciphertext begins with its version and key id. They last ten minutes. */
async function countConsentsUnderWay(sql: Sql, nowMs: number): Promise<Counted[]> {
  return sql.query<Counted>(
    `SELECT 'OAuthState' AS place, ${keyIdSql("sealedSecrets")} AS "keyId", count(*)::int AS count
     FROM "OAuthState" WHERE "usedAt" IS NULL AND "expiresAt" > $1 GROUP BY 2 ORDER BY 2`,
    [new Date(nowMs)],
  );
}

function countFiles(files: readonly JournalFile[]): Counted[] {
  const counts = new Map<string, Counted>();
  for (const { place, keyId } of files) {
    const counted = counts.get(`${place} ${keyId}`) ?? { place, keyId, count: 0 };
    counts.set(`${place} ${keyId}`, { ...counted, count: counted.count + 1 });
  }
  return [...counts.values()];
}
