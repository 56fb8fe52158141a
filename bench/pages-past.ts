import type { Gallery } from "@/e2e/stack-handle";
import type { Database } from "@/lib/db";
import { encryptSecrets } from "@/lib/token/grants/token-set";
import type { Keyring } from "@/lib/token/keys/keyring";
import { addNames, copyRows } from "./audit-cluster";
import { companyId } from "./audit-rows";

const HOUR_MS = 3_600_000;
const HISTORY = "interval '90 days'";
const CHUNK = 1_000;

/** Of a hundred connections, which is which; all others work. */
const STATUS_OF = `CASE WHEN n % 100 < 2 THEN 'needs_reconnecting' WHEN n % 100 < 4 THEN 'provider_trouble'
  WHEN n % 100 < 6 THEN 'expiring_soon' WHEN n % 100 = 6 THEN 'disconnected' ELSE 'working' END`;
/** As the app under test is set. */
const ENVIRONMENT_OF = `CASE type WHEN 'qbo' THEN 'sandbox' ELSE 'production' END`;
/** Most connections never broke; a few did every other day. */
const SEGMENTS_OF = "floor(power((n * 7919 % 1000) / 1000.0, 12) * 150)::int";

const ARCHIVED = "archived-company";
const MERGED = "merged-company";
const connectionId = (index: number) => `con${companyId(index).slice(3)}`;

/**
 * A busy installation's database: so many companies, each with a connection and 90 days of health, and an audit log.
 *
 * @returns A connection in each status.
 */
export async function makePast(
  database: Database,
  keyring: Keyring,
  { connections, auditRows }: { connections: number; auditRows: number },
): Promise<Gallery> {
  await addNames(database);
  for (let from = 0; from < connections; from += CHUNK) {
    const indexes = Array.from({ length: Math.min(CHUNK, connections - from) }, (_, offset) => from + offset);
    await connect(database, keyring, indexes);
  }
  await addHealth(database);
  await addIncidents(database);
  await database.query(
    `INSERT INTO "AlertChannel" (id, kind, target, "createdBy", "createdAt")
     VALUES ($1, 'email', 'bench@countersign.test', 'bench', now())`,
    [CHANNEL],
  );
  await database.query(
    `INSERT INTO "ApiKey" (id, name, service, environment, "secretHash", scopes, "allCompanies", "companyIds",
       providers, networks, "limitPerMinute", "createdBy", "createdAt", "expiresAt")
     VALUES ($1, 'Bench', 'bench', 'live', '\\x00', '{tokens:vend}', true, '{}', '{qbo}', '{}', 1000, 'bench', now(),
       now() + interval '1 year')`,
    [KEY],
  );
  await database.query(
    `INSERT INTO "EventEndpoint" (id, url, types, "allCompanies", "companyIds", "createdBy", "createdAt")
     VALUES ($1, 'https://bench.invalid/', '{import.finished}', true, '{}', 'bench', now())`,
    [ENDPOINT],
  );
  await database.query(
    `INSERT INTO "Company" (id, name, "archivedAt", "mergedIntoId")
     VALUES ($1, 'Archived', now(), NULL), ($2, 'Merged', now(), $3)`,
    [ARCHIVED, MERGED, companyId(921)],
  );
  await checkAll(database);
  await copyRows(database, auditRows, Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  await database.query("VACUUM ANALYZE");
  const [row] = await database.query<{ requestId: string }>(
    `SELECT "requestId" FROM "AuditLog" WHERE "requestId" IS NOT NULL LIMIT 1`,
  );
  const [person] = await database.query<{ id: string }>(`SELECT id FROM "User" ORDER BY id LIMIT 1`);
  return {
    person: person?.id ?? "none",
    request: row?.requestId ?? "none",
    pastIncident: PAST_INCIDENT,
    openIncident: OPEN_INCIDENT,
    channel: CHANNEL,
    key: KEY,
    operation: OPERATION,
    endpoint: ENDPOINT,
    needsReconnecting: connectionId(0),
    providerTrouble: connectionId(2),
    expiringSoon: connectionId(4),
    disconnected: connectionId(6),
    companies: {
      needsReconnecting: companyId(0),
      providerTrouble: companyId(2),
      expiringSoon: companyId(4),
      disconnected: companyId(6),
      working: companyId(921),
      outage: companyId(3),
    },
    archived: ARCHIVED,
    merged: MERGED,
    // The one with the longest history.
    working: connectionId(921),
    company: companyId(921),
  };
}

/** A check of every connection, which is over. */
async function checkAll(database: Database): Promise<void> {
  await database.query(
    `INSERT INTO "BulkOperation" (id, kind, filter, digest, "startedBy", "starterName", "requestId", parts, "createdAt",
       "startedAt", "endedAt", done)
     SELECT $1, 'check', '', '', 'bench', 'Bench', 'bench', count(*), now(), now(), now(), count(*) FROM "Connection"`,
    [OPERATION],
  );
  await database.query(
    `INSERT INTO "BulkPart" ("operationId", position, "connectionId", "companyId", "connectionType", name, state, "finishedAt")
     SELECT $1, row_number() OVER (ORDER BY id), id, "companyId", "connectionType", "companyId", 'done', now()
     FROM "Connection"`,
    [OPERATION],
  );
}

/** Three in five at QuickBooks, as in the audit log; sealed under the app's own key, which start-up asks after. */
async function connect(database: Database, keyring: Keyring, indexes: readonly number[]): Promise<void> {
  const type = (index: number) => (index % 5 < 3 ? "qbo" : "xero");
  const sealed = indexes.map((index) => {
    const secrets = { accessToken: `access-${index}`, refreshToken: `refresh-${index}` };
    const grant = { table: "Grant", rowId: connectionId(index), connectionType: type(index) } as const;
    return encryptSecrets(keyring, secrets, { ...grant, subject: connectionId(index) });
  });
  await database.query(
    `WITH given AS (
       SELECT id, company, type, sealed, n, ${STATUS_OF} AS status
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::int[]) AS g (id, company, type, sealed, n)),
     grants AS (
       INSERT INTO "Grant" (id, "connectionType", environment, subject, "sealedTokenSet", "keyId", scope, generation,
         "issuedAt", "accessExpiresAt", "refreshExpiresAt", state, "stateSince", "lastErrorCode", "lastErrorMessage")
       SELECT id, type, ${ENVIRONMENT_OF}, id, sealed, $6, 'accounting', n % 500 + 1, now(), now() + interval '1 hour',
         now() + CASE status WHEN 'expiring_soon' THEN interval '9 days' ELSE interval '59 days' END,
         CASE status WHEN 'needs_reconnecting' THEN 'needs_reconnecting' ELSE 'active' END, now() - interval '2 days',
         CASE status WHEN 'needs_reconnecting' THEN 'reconnect_required' END,
         CASE status WHEN 'needs_reconnecting' THEN 'The customer ended the access.' END
       FROM given)
     INSERT INTO "Connection" (id, "companyId", "connectionType", environment, "tenantId", "tenantName", "grantId",
       "connectedBy", "connectedAt", "disconnectedAt")
     SELECT id, company, type, ${ENVIRONMENT_OF}, id, 'Organisation ' || n, id, 'bench', now() - interval '400 days',
       CASE status WHEN 'disconnected' THEN now() - interval '9 days' END
     FROM given`,
    [
      indexes.map(connectionId),
      indexes.map(companyId),
      indexes.map(type),
      sealed,
      [...indexes],
      keyring.currentKeyId,
    ],
  );
}

async function addHealth(database: Database): Promise<void> {
  const connections = `(
    SELECT "companyId", "connectionType", n, ${STATUS_OF} AS status, ${SEGMENTS_OF} AS segments
    FROM (SELECT *, row_number() OVER (ORDER BY id)::int - 1 AS n FROM "Connection") numbered) c`;
  const unwell = "status IN ('needs_reconnecting', 'provider_trouble')";
  const cause = `CASE status WHEN 'needs_reconnecting' THEN 'reconnect_required' ELSE 'provider_unavailable' END`;
  await database.query(
    `INSERT INTO "ConnectionHealth" (id, "companyId", "connectionType", status, "lastChecked", "errorMessage", cause,
       since, "lastHealthyAt", "lastProbedAt")
     SELECT 'h' || "companyId", "companyId", "connectionType",
       CASE status WHEN 'needs_reconnecting' THEN 'expired' WHEN 'provider_trouble' THEN 'unhealthy' ELSE 'healthy' END,
       now() - n % 600 * interval '1 second', CASE WHEN ${unwell} THEN 'It did not answer.' END,
       CASE WHEN ${unwell} THEN ${cause} END, now() - interval '2 days', now() - interval '2 days', now()
     FROM ${connections}`,
  );
  // Well and unwell in turn, of uneven length; the last segment is open and agrees with the status now.
  await database.query(
    `INSERT INTO "HealthInterval" (id, "companyId", "connectionType", status, cause, owner, message, "startedAt",
       "endedAt")
     SELECT 'i' || k || "companyId", "companyId", "connectionType",
       CASE WHEN k % 2 = 0 THEN 'healthy' WHEN k = last THEN
         CASE status WHEN 'needs_reconnecting' THEN 'expired' ELSE 'unhealthy' END ELSE 'unhealthy' END,
       CASE WHEN k % 2 = 0 THEN NULL WHEN k = last THEN ${cause} ELSE 'provider_unavailable' END,
       CASE WHEN k % 2 = 0 THEN NULL WHEN k = last AND status = 'needs_reconnecting' THEN 'customer' ELSE 'provider' END,
       CASE WHEN k % 2 = 0 THEN NULL ELSE 'It did not answer.' END,
       now() - ${HISTORY} * (1 - power(k / (last + 1.0), 0.8)),
       CASE WHEN k < last THEN now() - ${HISTORY} * (1 - power((k + 1) / (last + 1.0), 0.8)) END
     FROM ${connections}, LATERAL (SELECT 2 * segments + CASE WHEN ${unwell} THEN 1 ELSE 0 END AS last) l,
       generate_series(0, last) AS k`,
  );
}

const PAST_INCIDENT = "incident-past";
const OPEN_INCIDENT = "incident-open";
const CHANNEL = "channel";
const OPERATION = "bench-operation";
const KEY = "benchbenchbe";
const ENDPOINT = "bench-endpoint";

/** An outage of each provider, one over and one going on, that touched every company there. */
async function addIncidents(database: Database): Promise<void> {
  await database.query(
    `WITH incidents AS (
       INSERT INTO "ProviderIncident" (id, "connectionType", cause, owner, message, "startedAt", "lastFailureAt", "endedAt")
       VALUES ($1, 'qbo', 'provider_unavailable', 'provider', 'It did not answer.', now() - interval '9 days',
           now() - interval '9 days', now() - interval '8 days'),
         ($2, 'xero', 'provider_unavailable', 'provider', 'It did not answer.', now() - interval '1 hour', now(), NULL)
       RETURNING id, "connectionType", "startedAt", "endedAt")
     INSERT INTO "IncidentCompany" ("incidentId", "companyId", "affectedAt", "recoveredAt")
     SELECT i.id, c."companyId", i."startedAt", i."endedAt"
     FROM incidents i JOIN "Connection" c ON c."connectionType" = i."connectionType"
     ON CONFLICT DO NOTHING`,
    [PAST_INCIDENT, OPEN_INCIDENT],
  );
}
