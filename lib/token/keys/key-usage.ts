import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@/lib/clock";
import type { Sql } from "@/lib/db";
import type { Keyring } from "./keyring";
import { sealedTables } from "./sealed-tables";

/** What one key sealed. Its id is a one-way hash; nothing of the key itself is here. */
export interface KeyUsage {
  keyId: string;
  /** `unknown`: rows need it, and no variable holds it. */
  role: "current" | "previous" | "unknown";
  /** Rows by table, and files by the folder they lie in; places with none are left out. */
  places: { place: string; count: number }[];
}

const KEY_ID_OFFSET = 1;
const KEY_ID_BYTES = 8;

/**
 * Counts what each key sealed, in Postgres and in this machine's journal.
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
    ...(await countFiles("journal", journalDirectory)),
    ...(await countFiles("journal/quarantine", join(journalDirectory, "quarantine"))),
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
  const parts = sealedTables.map(
    ({ table }) => `SELECT '${table}' AS place, "keyId" FROM "${table}" WHERE "keyId" IS NOT NULL`,
  );
  return sql.query<Counted>(
    `SELECT place, "keyId", count(*)::int AS count FROM (${parts.join(" UNION ALL ")}) sealed
     GROUP BY place, "keyId" ORDER BY place, "keyId"`,
  );
}

/** Their rows name no key, but each ciphertext begins with its version and key id. They last ten minutes. */
async function countConsentsUnderWay(sql: Sql, nowMs: number): Promise<Counted[]> {
  return sql.query<Counted>(
    `SELECT 'OAuthState' AS place, encode(substring("sealedSecrets" FROM ${KEY_ID_OFFSET + 1} FOR ${KEY_ID_BYTES}), 'hex')
       AS "keyId", count(*)::int AS count
     FROM "OAuthState" WHERE "usedAt" IS NULL AND "expiresAt" > $1 GROUP BY 2 ORDER BY 2`,
    [new Date(nowMs)],
  );
}

async function countFiles(place: string, directory: string): Promise<Counted[]> {
  const counts = new Map<string, number>();
  for (const name of await namesIn(directory)) {
    const keyId = await keyIdOfFile(join(directory, name));
    if (keyId !== undefined) counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
  }
  return [...counts].map(([keyId, count]) => ({ keyId, place, count }));
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith(".rotation") && !name.startsWith("."));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** @returns Undefined when the service has finished with the file in this moment. */
async function keyIdOfFile(path: string): Promise<string | undefined> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(KEY_ID_BYTES),
        0,
        KEY_ID_BYTES,
        KEY_ID_OFFSET,
      );
      return bytesRead === KEY_ID_BYTES ? buffer.toString("hex") : "unrecognised";
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
