import { timingSafeEqual } from "node:crypto";
import type { ApiKey as ApiKeyRow, Narrowed, Sql } from "@/lib/db";
import type { Scope } from "../../scopes";
import type { ApiKey, KeyEnvironment } from "../api-key";
import type { KeyParts } from "../key-value";
import { isWithin, type Network, parseNetworks } from "../networks";

type Row = Narrowed<
  Pick<
    ApiKeyRow,
    | "id"
    | "name"
    | "service"
    | "environment"
    | "secretHash"
    | "previousSecretHash"
    | "previousUntil"
    | "scopes"
    | "allCompanies"
    | "companyIds"
    | "providers"
    | "networks"
    | "limitPerMinute"
    | "expiresAt"
    | "revokedAt"
  >,
  { environment: KeyEnvironment; scopes: Scope[] }
>;

/** A key as the database has it, and what it opens. */
export interface StoredKey {
  readonly row: Row;
  readonly key: ApiKey;
  readonly networks: readonly Network[];
}

/** What a caller shows, and from where. */
export interface Shown extends Pick<KeyParts, "id" | "environment"> {
  secretHash: Buffer;
  address: string;
}

/** Why a key that is known by its secret opens nothing any more. */
export type Ending = "expired" | "revoked" | "replaced";
export type Judgement = "good" | "wrong" | Ending;

/** As long as a real one, so that comparing with what is not there takes as long. */
const NO_HASH = Buffer.alloc(32);

/** @returns Undefined when no key has this public id. */
export async function readKey(sql: Sql, id: string): Promise<Row | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT id, name, service, environment, "secretHash", "previousSecretHash", "previousUntil", scopes, "allCompanies",
       "companyIds", providers, networks, "limitPerMinute", "expiresAt", "revokedAt"
     FROM "ApiKey" WHERE id = $1`,
    [id],
    "read api key",
  );
  return row;
}

/** Makes a row ready to answer for. */
export function storedKey(row: Row): StoredKey {
  const { id, name, service, environment, limitPerMinute } = row;
  const key: ApiKey = {
    id,
    name,
    service,
    environment,
    limitPerMinute,
    scopes: new Set(row.scopes),
    companyIds: row.allCompanies ? null : new Set(row.companyIds),
    providers: new Set(row.providers),
    expiresAtMs: row.expiresAt.getTime(),
  };
  return { row, key, networks: parseNetworks(row.networks) };
}

/** Compares the same way whether there is such a key or not: no answer's time tells. */
export function judgeSecret(
  row: Row | undefined,
  { environment, secretHash }: Pick<Shown, "environment" | "secretHash">,
  nowMs: number,
): Judgement {
  const isCurrent = timingSafeEqual(secretHash, row?.secretHash ?? NO_HASH);
  const isPrevious = timingSafeEqual(secretHash, row?.previousSecretHash ?? NO_HASH);
  if (!row || !(isCurrent || isPrevious) || row.environment !== environment) return "wrong";
  if (row.revokedAt) return "revoked";
  if (row.expiresAt.getTime() <= nowMs) return "expired";
  if (!isCurrent && (row.previousUntil?.getTime() ?? 0) <= nowMs) return "replaced";
  return "good";
}

/** Whether a key may be used from where the caller is. */
export function isAllowedFrom({ networks }: StoredKey, address: string): boolean {
  return networks.length === 0 || isWithin(address, networks);
}
