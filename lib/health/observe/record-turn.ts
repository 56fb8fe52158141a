import type { Sql } from "@/lib/db";
import type { ErrorCode } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import { customerCauses } from "../verdict/verdict";
import type { Observation } from "./observation";

/** What a connection was before an observation changed it. */
interface Before {
  cause: ErrorCode | null;
  since: Date;
}

/**
 * Tells the surrounding product that a connection broke in a way that only the customer can mend, or works again after
 * it. A provider's trouble, and ours, is told once for all, as an incident.
 */
export async function recordTurn(
  tx: Sql,
  observation: Observation,
  before: Before | undefined,
  atMs: number,
): Promise<void> {
  const { companyId, connectionType, cause, message } = observation;
  const about = { companyId, connectionType };
  if (cause && customerCauses.has(cause)) {
    const since = new Date(observation.atMs).toISOString();
    const data = { cause, sentence: message ?? "", since };
    await recordEvent(tx, { type: "connection.broken", about, data, atMs });
  } else if (cause === null && before?.cause && customerCauses.has(before.cause)) {
    const data = { cause: before.cause, since: before.since.toISOString() };
    await recordEvent(tx, { type: "connection.recovered", about, data, atMs });
  }
}
