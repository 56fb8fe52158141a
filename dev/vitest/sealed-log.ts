import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { recordAudit } from "@/lib/audit/record/record";
import { SEALED_FIELDS } from "@/lib/audit/seal/canonical";
import { sealAudit } from "@/lib/audit/seal/seal";
import { openSigningKey, type SigningKey } from "@/lib/audit/seal/signing-key";
import { type Verification, verifyAudit } from "@/lib/audit/seal/verify";
import { type Database, openDatabase } from "@/lib/db";
import { testDatabaseUrl } from "./database";

const ED25519_PKCS8 = "302e020100300506032b657004220420";

export function newSigningKey(): SigningKey {
  const pkcs8 = Buffer.concat([Buffer.from(ED25519_PKCS8, "hex"), randomBytes(32)]);
  return openSigningKey(pkcs8.toString("base64"));
}

/** An audit log that is sealed and verified, and its database's owner, who may do anything to it. */
export interface SealedLog {
  database: Database;
  key: SigningKey;
  owner: pg.Client;
  /** Runs SQL as the owner would who knows how to switch triggers off. */
  tamper(sql: string, values?: unknown[]): Promise<pg.QueryResult>;
  /** Copies rows as the owner, with some columns changed to other SQL expressions. */
  copyRows(where: string, changes: Record<string, string>, from?: string): Promise<void>;
  /** Records rows the ordinary way. @returns Their ids. */
  write(count: number, atMs?: number): Promise<string[]>;
  seal(maxRows?: number): Promise<void>;
  verify(): Promise<Verification>;
  /** Empties log and seals. */
  reset(): Promise<void>;
}

/** Opens a log before a file's tests and closes it after them. */
export function sealedLog(): SealedLog {
  const world = {} as SealedLog;
  beforeAll(async () => {
    const url = await testDatabaseUrl();
    const database = openDatabase({ url });
    const owner = new pg.Client(url);
    await owner.connect();
    Object.assign(world, { database, owner, key: newSigningKey() }, verbs(world));
  });
  afterAll(async () => {
    await world.database?.close();
    await world.owner?.end();
  });
  return world;
}

function verbs(world: SealedLog): Partial<SealedLog> {
  const tamper: SealedLog["tamper"] = async (sql, values) => {
    await world.owner.query("SET session_replication_role = replica");
    return world.owner
      .query(sql, values)
      .finally(() => world.owner.query("SET session_replication_role = origin"));
  };
  return {
    tamper,
    copyRows: async (where, changes, from) => {
      const names = SEALED_FIELDS.map((field) => `"${field}"`).join(", ");
      const values = SEALED_FIELDS.map((field) => changes[field] ?? `a."${field}"`).join(", ");
      const sources = ['"AuditLog" a', from].filter(Boolean).join(", ");
      await tamper(`INSERT INTO "AuditLog" (${names}) SELECT ${values} FROM ${sources} WHERE ${where}`);
    },
    write: async (count, atMs = Date.UTC(2026, 2, 3, 9)) => {
      const ids: string[] = [];
      for (let index = 0; index < count; index++)
        ids.push(await writeRow(world.database, atMs + index, index));
      return ids;
    },
    seal: async (maxRows = 100_000) => {
      await sealAudit({ database: world.database, signingKey: world.key }, { maxRows });
    },
    verify: () => verifyAudit({ database: world.database, publicKeys: [world.key] }),
    reset: async () => {
      await tamper('TRUNCATE "AuditLog", "AuditSeal", "AuditVerification" RESTART IDENTITY');
    },
  };
}

function writeRow(database: Database, atMs: number, index: number): Promise<string> {
  return recordAudit(database, {
    operation: "token.vend",
    outcome: index % 7 === 0 ? "failure" : "success",
    by: { kind: "person", id: `u${index % 5}` },
    about: { companyId: `c${index % 11}`, connectionType: index % 3 === 0 ? "xero" : "qbo" },
    via: ["CALL", "tokenService.getValidToken"],
    responseStatus: index % 7 === 0 ? 503 : 200,
    errorMessage: index % 7 === 0 ? 'Xero "answered" 503 ünï \u{1f600} \\' : undefined,
    responseTimeMs: index,
    generation: index,
    atMs,
  });
}
