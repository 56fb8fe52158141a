import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { requestContext, withRequestContext } from "@/lib/request-context";
import { type AuditEvent, recordAudit } from "./record";

/** Puts on record how a file came out that is made while it is read. */
export type RecordExport = (outcome: "success" | "failure", message: string) => Promise<void>;

/** The recorder of one export, begun in the request that asked for it: its body is read after that request's context has ended. */
export function exportRecorder(
  { database, clock }: { database: Database; clock: Clock },
  { operation, path }: { operation: AuditEvent["operation"]; path: string },
): RecordExport {
  const context = requestContext();
  const startedMs = clock.nowMs();
  return (outcome, errorMessage) => {
    const atMs = clock.nowMs();
    const event: AuditEvent = {
      operation,
      outcome,
      via: ["GET", path],
      responseStatus: outcome === "success" ? 200 : 499,
      responseTimeMs: atMs - startedMs,
      errorMessage,
      atMs,
    };
    return withRequestContext(context, async () => {
      await recordAudit(database, event);
    });
  };
}
