import { COMPANY_NAMES } from "@/lib/companies/views";
import type { ApiKey as ApiKeyRow, Narrowed, ReadDeps, User } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { DAY_MS } from "@/lib/time/durations";
import type { Scope } from "../scopes";
import { joinPerson, KEY_WARNING_DAYS } from "../views";
import type { KeyEnvironment } from "./api-key";

const KEYS_PAGE_SIZE = 50;
/** Names of companies that a listed key shows. */
const NAMES_SHOWN = 3;

export type KeyStatus = "good" | "expiring" | "expired" | "revoked";

type Row = Narrowed<
  Pick<
    ApiKeyRow,
    | "id"
    | "name"
    | "service"
    | "environment"
    | "scopes"
    | "allCompanies"
    | "companyIds"
    | "providers"
    | "networks"
    | "limitPerMinute"
    | "createdAt"
    | "expiresAt"
    | "rotatedAt"
    | "previousUntil"
    | "revokedAt"
    | "lastUsedAt"
  >,
  { environment: KeyEnvironment; scopes: Scope[] }
>;

/** A key as people see it. Holds no secret. */
export interface KeyView extends Row {
  status: KeyStatus;
  /** By name, the first few of those that it reaches. */
  companyNames: string[];
  createdByName: string;
  /** Whoever made it can't sign in any more: the key goes on working, and is worth a look. */
  makerLeft: boolean;
}

/** Where a page of keys begins or ends. */
export interface KeyPlace {
  atMs: number;
  id: string;
}

export interface KeyPage {
  keys: KeyView[];
  older: KeyPlace | null;
  newer: KeyPlace | null;
}

interface Listed extends Row {
  companyNames: string[];
  createdByName: string;
  makerDisabledAt: User["disabledAt"];
}

const COLUMNS = `k.id, k.name, k.service, k.environment, k.scopes, k."allCompanies", k."companyIds", k.providers,
  k.networks, k."limitPerMinute", k."createdAt", k."expiresAt", k."rotatedAt", k."previousUntil", k."revokedAt",
  k."lastUsedAt", u."disabledAt" AS "makerDisabledAt", COALESCE(u.name, k."createdBy") AS "createdByName",
  ARRAY(SELECT named.name FROM ${COMPANY_NAMES} WHERE named.id = ANY(k."companyIds")
        ORDER BY named.name, named.id LIMIT ${NAMES_SHOWN}) AS "companyNames"`;

const FROM = `FROM "ApiKey" k ${joinPerson('k."createdBy"')}`;

/** One page of all keys, the newest first, those that ended among them. */
export async function listKeys(
  { database, clock }: Pick<ReadDeps, "database" | "clock">,
  cursor?: KeyPlace & { towards: "older" | "newer" },
): Promise<KeyPage> {
  const forwards = cursor?.towards === "newer";
  const order = forwards ? "ASC" : "DESC";
  const found = await database.query<Listed>(
    `SELECT ${COLUMNS} ${FROM} ${cursor ? `WHERE (k."createdAt", k.id) ${forwards ? ">" : "<"} ($1, $2)` : ""}
     ORDER BY k."createdAt" ${order}, k.id ${order} LIMIT ${KEYS_PAGE_SIZE + 1}`,
    cursor ? [new Date(cursor.atMs), cursor.id] : [],
  );
  const rows = found.slice(0, KEYS_PAGE_SIZE);
  const more = found.length > KEYS_PAGE_SIZE;
  if (forwards) rows.reverse();
  return {
    keys: rows.map((row) => viewOf(row, clock.nowMs())),
    older: forwards || more ? placeOf(rows.at(-1)) : null,
    newer: (forwards ? more : cursor) ? placeOf(rows[0]) : null,
  };
}

/** @returns Undefined when there is no such key. */
export async function findKey(
  { database, clock }: Pick<ReadDeps, "database" | "clock">,
  id: string,
): Promise<KeyView | undefined> {
  const [row] = await database.query<Listed>(`SELECT ${COLUMNS} ${FROM} WHERE k.id = $1`, [id]);
  return row && viewOf(row, clock.nowMs());
}

function viewOf({ makerDisabledAt, ...row }: Listed, nowMs: number): KeyView {
  return {
    ...row,
    name: shownName(row.name),
    service: shownName(row.service),
    companyNames: row.companyNames.map(shownName),
    createdByName: shownName(row.createdByName),
    makerLeft: makerDisabledAt !== null,
    status: statusOf(row, nowMs),
  };
}

function statusOf({ revokedAt, expiresAt }: Pick<Row, "revokedAt" | "expiresAt">, nowMs: number): KeyStatus {
  if (revokedAt) return "revoked";
  const leftMs = expiresAt.getTime() - nowMs;
  if (leftMs <= 0) return "expired";
  return leftMs <= KEY_WARNING_DAYS.first * DAY_MS ? "expiring" : "good";
}

function placeOf(row: Listed | undefined): KeyPlace | null {
  return row ? { atMs: row.createdAt.getTime(), id: row.id } : null;
}
