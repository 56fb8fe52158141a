import { NO_ANSWER, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError, isCode } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { isOfThisProcess, type ProbeStep, type TokenService } from "@/lib/token";
import { customerCauses } from "../verdict/verdict";
import { HEALTH, recordHealth } from "./record";
import { findSiblings } from "./siblings";

export interface CheckDeps {
  database: Database;
  tokenService: Pick<TokenService, "probe">;
  clock: Clock;
}

export interface CheckRequest {
  companyId: string;
  connectionType: string;
}

/** What a check found: null error when the connection works. */
export interface CheckResult {
  error: CountersignError | null;
  checkedAtMs: number;
}

/** At Xero an organisation allows five calls at a time; these go to as many organisations. */
const SIBLINGS_TOGETHER = 5;

/**
 * Proves a connection by a live call and keeps the outcome as its health. What the customer ended for one connection
 * may be ended for all that live by the same consent, so those are checked at once as well.
 *
 * @throws {CountersignError} `no_connection` when there is nothing to check, or what this process itself lacks: its
 *   database, its key. Nothing is recorded as health.
 */
export async function checkConnection(deps: CheckDeps, request: CheckRequest): Promise<CheckResult> {
  const result = await checkOne(deps, request);
  if (result.error && customerCauses.has(result.error.code)) await checkSiblings(deps, request);
  return result;
}

async function checkSiblings(deps: CheckDeps, request: CheckRequest): Promise<void> {
  const siblings = await findSiblings(deps.database, request);
  for (let from = 0; from < siblings.length; from += SIBLINGS_TOGETHER) {
    const together = siblings.slice(from, from + SIBLINGS_TOGETHER);
    const ends = await Promise.allSettled(
      together.map((sibling) => actAs(HEALTH, () => checkOne(deps, sibling))),
    );
    for (const end of ends)
      if (end.status === "rejected" && !isCode(end.reason, "no_connection")) throw end.reason;
  }
}

async function checkOne(deps: CheckDeps, request: CheckRequest): Promise<CheckResult> {
  const { companyId, connectionType } = request;
  const startedMs = deps.clock.nowMs();
  let step: ProbeStep | undefined;
  const onStep = (next: ProbeStep) => {
    step = next;
  };
  try {
    const { providerRef } = await deps.tokenService.probe({ companyId, connectionType, onStep });
    return await keep(deps, request, { startedMs, step, error: null, providerRef });
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "no_connection") throw error;
    if (isOfThisProcess(error)) throw error;
    return keep(deps, request, { startedMs, step, error, providerRef: error.providerRef });
  }
}

interface Outcome {
  startedMs: number;
  /** The last step taken; none when what is stored said it all. */
  step: ProbeStep | undefined;
  error: CountersignError | null;
  providerRef: string | undefined;
}

async function keep(deps: CheckDeps, request: CheckRequest, outcome: Outcome): Promise<CheckResult> {
  const { companyId, connectionType } = request;
  const { step, error, providerRef } = outcome;
  const atMs = deps.clock.nowMs();
  await deps.database.transaction(async (tx) => {
    await recordAudit(tx, {
      operation: "connection.check",
      outcome: error ? "failure" : "success",
      about: { companyId, connectionType },
      via: [step?.method ?? "EVENT", step?.apiEndpoint ?? "/check"],
      responseStatus: error ? (error.providerStatus ?? NO_ANSWER) : 200,
      errorMessage: error?.message,
      providerRef,
      responseTimeMs: atMs - outcome.startedMs,
      atMs,
    });
    const source = step?.kind === "read" ? "check" : "attempt";
    const cause = error?.code ?? null;
    const message = error?.message ?? null;
    await recordHealth(tx, { companyId, connectionType, cause, message, providerRef, source, atMs });
  });
  return { error, checkedAtMs: atMs };
}
