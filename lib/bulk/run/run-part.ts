import { CountersignError, isCode } from "@/lib/errors";
import { can, currentRole, type Verb } from "@/lib/people";
import { withRequestContext } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import { stopOperation } from "../cancel-operation";
import type { BulkDeps, BulkKind } from "../deps";
import { checkPart } from "./check-part";
import { type ClaimedPart, MOST_ATTEMPTS } from "./claim";
import { linkPart } from "./link-part";
import { type PartOutcome, settlePart } from "./settle";
import { tagPart } from "./tag-part";

const VERB: Readonly<Record<BulkKind, Verb>> = {
  check: "connections.check",
  tag: "companies.manage",
  untag: "companies.manage",
  links: "links.send",
};

const WORK: Readonly<Record<BulkKind, (deps: BulkDeps, part: ClaimedPart) => Promise<PartOutcome>>> = {
  check: checkPart,
  tag: tagPart,
  untag: tagPart,
  links: linkPart,
};

/**
 * Does a claimed part and puts down what came of it. Its audit rows name who began the operation, under its request.
 * That person is judged again: who lost the right acts no more, not even through what was begun before.
 */
export async function runPart(deps: BulkDeps, part: ClaimedPart): Promise<void> {
  const role = await currentRole(deps.database, part.startedBy);
  const context = {
    requestId: part.requestId,
    ipAddress: "in-process",
    userAgent: "countersign",
    actor: { kind: "person", id: part.startedBy },
  } as const;
  if (!role || !can(role, "operations.run") || !can(role, VERB[part.kind])) {
    // First the whole: once its last part is over, an operation has ended and is not stopped any more.
    await withRequestContext({ ...context, actor: { kind: "system", id: "run-bulk" } }, () =>
      stopOperation(deps, part.operationId),
    );
    await settlePart(deps, part, { state: "cancelled", words: null });
    return;
  }
  const outcome = await withRequestContext(context, () => outcomeOf(deps, part));
  await settlePart(deps, part, outcome);
}

async function outcomeOf(deps: BulkDeps, part: ClaimedPart): Promise<PartOutcome> {
  try {
    return await WORK[part.kind](deps, part);
  } catch (error) {
    // Nothing can be put down without a database: the lease ends, and the part is taken up again.
    if (isCode(error, "database_unavailable", "audit_unavailable")) throw error;
    if (!(error instanceof CountersignError)) {
      const reason = error instanceof Error ? error.message : "unknown";
      deps.log.error({ operation: part.operationId, error: reason }, "A part of a bulk operation failed");
      return {
        state: "failed",
        words: "Something failed on our side; the log says what.",
        code: "unexpected",
      };
    }
    // Another process may have the key that this one lacks.
    if (error.code === "misconfigured" && part.attempts < MOST_ATTEMPTS)
      return { state: "waiting", afterMs: MINUTE_MS };
    return { state: "failed", words: error.message, code: error.code };
  }
}
