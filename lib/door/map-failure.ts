import { asDatabaseFailure } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type Failure, failureOf } from "./failure";

/** Maps whatever a door's work threw. The text of what nobody foresaw goes to the log and nowhere else. */
export function mapFailure(
  error: unknown,
  requestId: string,
  log: Pick<Runtime["log"], "error">,
): { failure: Failure; status: number } {
  const known = error instanceof CountersignError ? error : asDatabaseFailure(error);
  if (known) return { failure: failureOf(known, requestId), status: known.httpStatus };
  log.error({ requestId, error: error instanceof Error ? error.message : "unknown" }, "A request failed");
  const message = `Something failed on our side and nothing was confirmed. Mention ${requestId} when you report it.`;
  const failure = { code: "unexpected", message, owner: "us", retryable: false, requestId } as const;
  return { failure, status: 500 };
}
