import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { isOfThisProcess, type TokenService } from "@/lib/token";
import { recordHealth } from "./record";

export interface CheckDeps {
  database: Database;
  tokenService: Pick<TokenService, "probe">;
  clock: Clock;
}

export interface CheckRequest {
  companyId: string;
  connectionType: string;
  actor: { userId: string; kind: "user" | "system" };
}

/** What a check found: null error when the connection works. */
export interface CheckResult {
  error: CountersignError | null;
  checkedAtMs: number;
}

/**
 * Proves a connection by a live call and keeps the outcome as its health.
 *
 * @throws {CountersignError} `no_connection` when there is nothing to check, or what this process itself lacks: its
 *   database, its key. Nothing is recorded as health.
 */
export async function checkConnection(deps: CheckDeps, request: CheckRequest): Promise<CheckResult> {
  const startedMs = deps.clock.nowMs();
  try {
    const { apiEndpoint, providerRef } = await deps.tokenService.probe(request);
    return await keep(deps, request, { startedMs, error: null, apiEndpoint, providerRef });
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === "no_connection") throw error;
    if (isOfThisProcess(error)) throw error;
    return keep(deps, request, { startedMs, error, apiEndpoint: "/check", providerRef: error.providerRef });
  }
}

interface Outcome {
  startedMs: number;
  error: CountersignError | null;
  apiEndpoint: string;
  providerRef: string | undefined;
}

async function keep(deps: CheckDeps, request: CheckRequest, outcome: Outcome): Promise<CheckResult> {
  const { companyId, connectionType, actor } = request;
  const { error, providerRef } = outcome;
  const atMs = deps.clock.nowMs();
  await deps.database.transaction(async (tx) => {
    await recordAudit(tx, {
      operation: "connection.check",
      outcome: error ? "failure" : "success",
      userId: actor.userId,
      actorKind: actor.kind,
      companyId,
      connectionType,
      apiEndpoint: outcome.apiEndpoint,
      requestMethod: "GET",
      responseStatus: error ? (error.providerStatus ?? error.httpStatus) : 200,
      errorMessage: error?.message,
      providerRef,
      responseTimeMs: atMs - outcome.startedMs,
      atMs,
    });
    const cause = error?.code ?? null;
    const message = error?.message ?? null;
    await recordHealth(tx, { companyId, connectionType, cause, message, providerRef, source: "check", atMs });
  });
  return { error, checkedAtMs: atMs };
}
