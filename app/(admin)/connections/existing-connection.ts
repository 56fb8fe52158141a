import { CountersignError } from "@/lib/errors";
import { type ConnectionDetail, health } from "@/lib/health";

/**
 * The connection that a form acts on.
 *
 * @throws {CountersignError} `not_found`
 */
export async function existingConnection(connectionId: string): Promise<ConnectionDetail> {
  const connection = await health().findConnection(connectionId);
  if (!connection) throw new CountersignError("not_found", "This connection does not exist any more.");
  return connection;
}
