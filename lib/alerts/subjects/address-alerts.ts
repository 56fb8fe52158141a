import type { ProviderDiscovery, Sql } from "@/lib/db";
import { discoveries } from "@/lib/token/views";
import { type AlertPayload, type AlertRow, payloadOf } from "../payload";

/** A provider whose discovery document names other addresses than those in effect, or did. */
export type AnnouncedAddresses = Pick<ProviderDiscovery, "connectionType" | "environment" | "differsSince">;

const SUBJECT = `d."connectionType" || ' ' || d.environment`;

/** Those that nobody was told of. */
export function findNewAddresses(sql: Sql, limit: number): Promise<AnnouncedAddresses[]> {
  return sql.query<AnnouncedAddresses>(
    `SELECT d."connectionType", d.environment, d."differsSince" FROM ${discoveries("d")}
     WHERE d."differsSince" IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM "Alert" a WHERE a.kind = 'provider_addresses' AND a."subjectId" = ${SUBJECT} AND a."endedAt" IS NULL)
     ORDER BY 1, 2 LIMIT $1`,
    [limit],
  );
}

/** Open alerts whose addresses were accepted, or are no longer named. */
export function findSettledAddresses(
  sql: Sql,
  limit: number,
): Promise<(AnnouncedAddresses & { alertId: string })[]> {
  return sql.query<AnnouncedAddresses & { alertId: string }>(
    `SELECT a.id AS "alertId", d."connectionType", d.environment, d."differsSince"
     FROM "Alert" a JOIN ${discoveries("d")} ON ${SUBJECT} = a."subjectId"
     WHERE a.kind = 'provider_addresses' AND a."endedAt" IS NULL AND d."differsSince" IS NULL
     ORDER BY a.id LIMIT $1`,
    [limit],
  );
}

export const addressSubject = ({ connectionType, environment }: AnnouncedAddresses) =>
  `${connectionType} ${environment}`;

export function addressPayload(
  alert: AlertRow,
  event: "raised" | "recovered",
  { connectionType, differsSince }: AnnouncedAddresses,
  { providerName, appUrl }: { providerName: string; appUrl: string },
): AlertPayload {
  const words =
    event === "raised"
      ? {
          title: `${providerName} names other addresses`,
          sentence: `Its discovery document names other addresses for consents or tokens. Countersign goes on with the known ones: data flows.`,
          nextStep: `An admin compares them with what ${providerName} has announced, and accepts them under Settings → Providers.`,
          owner: "us" as const,
        }
      : {
          title: `The addresses of ${providerName} are settled`,
          sentence: "Its discovery document names those that Countersign uses.",
          nextStep: "",
          owner: null,
        };
  return payloadOf(alert, event, words, {
    url: `${appUrl}/settings/providers`,
    provider: { id: connectionType, name: providerName },
    company: null,
    organisation: null,
    companies: null,
    since: differsSince,
    deadline: null,
  });
}
