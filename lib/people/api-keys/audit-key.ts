import { recordAudit } from "@/lib/audit/record";
import type { Sql } from "@/lib/db";

interface KeyChange {
  operation: "api_key.make" | "api_key.rotate" | "api_key.revoke";
  id: string;
  /** What was changed, in a sentence; it holds no secret. */
  sentence: string;
  atMs: number;
}

/** What every audit row about one key has as its endpoint. */
export const keyPath = (id: string) => `/api-keys/${id}`;

/** The row of a change, in its transaction. */
export async function auditKey(tx: Sql, { operation, id, sentence, atMs }: KeyChange): Promise<void> {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    via: [operation === "api_key.revoke" ? "DELETE" : "POST", keyPath(id)],
    responseStatus: operation === "api_key.make" ? 201 : 200,
    errorMessage: sentence,
    atMs,
  });
}
