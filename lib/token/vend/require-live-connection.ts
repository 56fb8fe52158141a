import { findMerger, mergedWords } from "@/lib/companies/views";
import type { Sql } from "@/lib/db";
import { utcDay } from "@/lib/time/utc-day";
import { NoConnectionError } from "../errors";
import { findServedConnection, type ServedConnection } from "../grants/grants";

/** @throws {NoConnectionError} Never connected, or disconnected on the day it names. */
export async function requireLiveConnection(
  sql: Sql,
  companyId: string,
  connectionType: string,
  displayName: string,
): Promise<ServedConnection> {
  const connection = await findServedConnection(sql, companyId, connectionType);
  if (!connection) await refuseMerged(sql, companyId);
  return requireLive(connection, companyId, displayName);
}

/**
 * Says where the connections of a merged company went. Their tokens are not handed out under the old id: who may ask
 * for the one company need not be let into the other.
 *
 * @throws {NoConnectionError} It was merged into another company.
 */
export async function refuseMerged(sql: Sql, companyId: string): Promise<void> {
  const { mergedIntoId, archivedAt } = (await findMerger(sql, companyId)) ?? {};
  if (!mergedIntoId) return;
  throw new NoConnectionError(mergedWords(companyId, mergedIntoId), { since: archivedAt ?? undefined });
}

/**
 * What was found, if it is live and in the environment that is asked for. One of another environment is as good as none.
 *
 * @throws {NoConnectionError} As `requireLiveConnection` does.
 */
export function requireLive(
  connection: ServedConnection | undefined,
  companyId: string,
  displayName: string,
  environment?: string,
): ServedConnection {
  if (!connection || (environment !== undefined && environment !== connection.grant.environment)) {
    throw new NoConnectionError(`Company "${companyId}" is not connected to ${displayName}.`);
  }
  if (connection.disconnectedAt) {
    const day = utcDay(connection.disconnectedAt);
    const message = `Company "${companyId}" was disconnected from ${displayName} on ${day}.`;
    throw new NoConnectionError(message, { since: connection.disconnectedAt });
  }
  return connection;
}
