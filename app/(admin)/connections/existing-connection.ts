import { CountersignError } from "@/lib/errors";
import { type ConnectionDetail, health } from "@/lib/health";
import { NO_LONGER_EXISTS } from "./words";

/**
 * The connection that a form acts on.
 *
 * @throws {CountersignError} `not_found`
 */
export async function existingConnection(connectionId: string): Promise<ConnectionDetail> {
  const connection = await health().findConnection(connectionId);
  if (!connection) throw new CountersignError("not_found", NO_LONGER_EXISTS);
  return connection;
}
