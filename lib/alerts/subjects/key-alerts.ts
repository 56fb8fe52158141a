import type { ApiKey, Sql } from "@/lib/db";
import { apiKeys, KEY_WARNING_DAYS } from "@/lib/people/views";
import { shownName } from "@/lib/shown-text";
import { plural } from "@/lib/text/plural";
import { DAY_MS } from "@/lib/time/durations";
import { type AlertKind, type AlertPayload, type AlertRow, payloadOf } from "../payload";

type KeyKind = Extract<AlertKind, "key_expiring" | "ended_key_used">;

/** A key of the HTTP API as an alert tells of it. */
type KeyFacts = Pick<ApiKey, "id" | "name" | "service" | "expiresAt" | "revokedAt">;

const FACTS = `k.id, k.name, k.service, k."expiresAt", k."revokedAt"`;
const DAY = "interval '24 hours'";

/**
 * Keys that people are to be told of, and were not yet: one that expires in a month, again when it does in a week, and
 * one that somebody used after its end. Moments that had passed when the key was made are passed over.
 */
export function findNewKeyProblems(
  sql: Sql,
  nowMs: number,
  limit: number,
): Promise<{ kind: KeyKind; key: KeyFacts }[]> {
  return sql
    .query<KeyFacts & { kind: KeyKind }>(
      `SELECT p.id, p.name, p.service, p."expiresAt", p."revokedAt", p.kind FROM (
         SELECT ${FACTS}, k."createdAt", 'key_expiring' AS kind, k."expiresAt"
           - CASE WHEN k."expiresAt" <= $1::timestamptz + $4::int * ${DAY} THEN $4::int ELSE $3::int END * ${DAY} AS since
         FROM ${apiKeys("k")}
         WHERE k."revokedAt" IS NULL AND k."expiresAt" > $1::timestamptz AND k."expiresAt" <= $1::timestamptz + $3::int * ${DAY}
         UNION ALL
         SELECT ${FACTS}, k."createdAt", 'ended_key_used', k."endedUseAt"
         FROM ${apiKeys("k")} WHERE k."endedUseAt" > $1::timestamptz - ${DAY}
       ) p
       WHERE p.since >= p."createdAt" AND NOT EXISTS (
         SELECT 1 FROM "Alert" a
         WHERE a.kind = p.kind AND a."subjectId" = p.id AND (a."endedAt" IS NULL OR a."raisedAt" >= p.since))
       ORDER BY p.id LIMIT $2`,
      [new Date(nowMs), limit, KEY_WARNING_DAYS.first, KEY_WARNING_DAYS.last],
    )
    .then((rows) => rows.map(({ kind, ...key }) => ({ kind, key })));
}

/** How an alert about a key ends: as it says, or because the next warning takes its place, or when its day is over. */
type Ending = "revoked" | "expired" | "renewed" | "nearer" | "day_over";

export interface EndedKeyProblem {
  alertId: string;
  ending: Ending;
  key: KeyFacts;
}

/** Open alerts about keys whose time has come. */
export function findEndedKeyProblems(sql: Sql, nowMs: number, limit: number): Promise<EndedKeyProblem[]> {
  return sql
    .query<KeyFacts & Omit<EndedKeyProblem, "key">>(
      `SELECT e."alertId", e.ending, e.id, e.name, e.service, e."expiresAt", e."revokedAt" FROM (
         SELECT a.id AS "alertId", a."raisedAt", ${FACTS}, CASE
           WHEN a.kind = 'ended_key_used' THEN CASE WHEN a."raisedAt" <= $1::timestamptz - ${DAY} THEN 'day_over' END
           WHEN k."revokedAt" IS NOT NULL THEN 'revoked'
           WHEN k."expiresAt" <= $1::timestamptz THEN 'expired'
           WHEN k."expiresAt" > $1::timestamptz + $3::int * ${DAY} THEN 'renewed'
           WHEN k."expiresAt" <= $1::timestamptz + $4::int * ${DAY} AND a."raisedAt" < k."expiresAt" - $4::int * ${DAY} THEN 'nearer'
         END AS ending
         FROM "Alert" a JOIN ${apiKeys("k")} ON k.id = a."subjectId"
         WHERE a."endedAt" IS NULL AND a.kind IN ('key_expiring', 'ended_key_used')
       ) e WHERE e.ending IS NOT NULL ORDER BY e."raisedAt", e."alertId" LIMIT $2`,
      [new Date(nowMs), limit, KEY_WARNING_DAYS.first, KEY_WARNING_DAYS.last],
    )
    .then((rows) => rows.map(({ alertId, ending, ...key }) => ({ alertId, ending, key })));
}

/** Why it ended, for the audit log. */
export const KEY_ENDINGS: Record<Ending, string> = {
  revoked: "The key was revoked.",
  expired: "The key has expired.",
  renewed: "The key has a later expiry.",
  nearer: "The last warning takes its place.",
  day_over: "Its day is over.",
};

export function keyRaisedPayload(alert: AlertRow, key: KeyFacts, appUrl: string): AlertPayload {
  return payloadOf(
    alert,
    "raised",
    RAISED[alert.kind as KeyKind](key, alert.raisedAt),
    circumstancesOf(key, appUrl),
  );
}

/** @returns Null where there is nothing to say. */
export function keyEndedPayload(
  alert: AlertRow,
  { ending, key }: EndedKeyProblem,
  appUrl: string,
): AlertPayload | null {
  const words = ENDED[ending]?.(key);
  return words ? payloadOf(alert, "recovered", words, circumstancesOf(key, appUrl)) : null;
}

interface Words {
  title: string;
  sentence: string;
  nextStep: string;
  owner: "us" | null;
}

const nameOf = ({ name }: KeyFacts) => `API key "${shownName(name)}"`;
const serviceOf = ({ service }: KeyFacts) => shownName(service);
const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const dateOf = (at: Date) => `${DATE.format(at)} UTC`;

const RAISED: Record<KeyKind, (key: KeyFacts, at: Date) => Words> = {
  key_expiring: (key, at) => ({
    title: `${nameOf(key)} expires in ${daysLeft(key, at)}`,
    sentence: `It expires on ${dateOf(key.expiresAt)}. Requests of ${serviceOf(key)} are refused from then on.`,
    nextStep: `An admin rotates it with a later expiry, and ${serviceOf(key)} changes over to the new secret.`,
    owner: "us",
  }),
  ended_key_used: (key, at) => ({
    title: `${nameOf(key)} is still in use after its end`,
    sentence: `${endOf(key, at)} Its right secret was used after that, and refused.`,
    nextStep: `If that is ${serviceOf(key)}, give it a valid key. If not, find out who has the secret: the audit log shows the address it came from.`,
    owner: "us",
  }),
};

const ENDED: Partial<Record<Ending, (key: KeyFacts) => Words>> = {
  revoked: (key) => ({
    title: `${nameOf(key)} was revoked`,
    sentence: "It ended before its expiry. Requests with it are refused.",
    nextStep: "",
    owner: null,
  }),
  expired: (key) => ({
    title: `${nameOf(key)} has expired`,
    sentence: `It expired on ${dateOf(key.expiresAt)}. Requests of ${serviceOf(key)} with it are refused.`,
    nextStep: `If ${serviceOf(key)} still needs one, an admin makes a new key.`,
    owner: "us",
  }),
  renewed: (key) => ({
    title: `${nameOf(key)} has a later expiry`,
    sentence: `It is valid until ${dateOf(key.expiresAt)}.`,
    nextStep: "",
    owner: null,
  }),
};

function daysLeft({ expiresAt }: KeyFacts, at: Date): string {
  return plural(Math.max(1, Math.ceil((expiresAt.getTime() - at.getTime()) / DAY_MS)), "day");
}

/** A key that goes on has a secret that ended: the one before its rotation. */
function endOf({ revokedAt, expiresAt }: KeyFacts, at: Date): string {
  if (revokedAt) return `The key was revoked on ${dateOf(revokedAt)}.`;
  return expiresAt > at
    ? "The key was rotated, and its old secret has ended."
    : `The key expired on ${dateOf(expiresAt)}.`;
}

function circumstancesOf({ expiresAt }: KeyFacts, appUrl: string) {
  return {
    url: `${appUrl}/settings/keys`,
    provider: null,
    company: null,
    organisation: null,
    companies: null,
    since: null,
    deadline: expiresAt,
  };
}
