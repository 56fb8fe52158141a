import type { Actor } from "@/lib/actor";
import type { AuditEntry, AuditOperation } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { HOUR_MS } from "@/lib/time/durations";

/** A vend as its door asks for it. */
export interface AskedToken {
  companyId: string;
  connectionType: string;
  /** A connection of another environment is as good as none. */
  environment?: string | undefined;
  /** A token with less life is refreshed first, as far as the provider's tokens live that long; an hour at most. */
  minTtlMs?: number | undefined;
  /** The provider refused this generation. It is replaced, unless a newer one is there. */
  rejectedGeneration?: number | undefined;
  /** The caller holds this generation, and is only told so while it is the current one. */
  ifGeneration?: number | undefined;
  /** How long the caller waits for a refresh: 20 s unless said otherwise, a minute at most. */
  patienceMs?: number | undefined;
  /** Method and endpoint of the audit row. */
  via: readonly [method: string, endpoint: string];
}

/** A vend with who asks. */
export interface VendRequest extends AskedToken {
  actor: Actor;
  operation: AuditOperation;
}

const MAX_PATIENCE_MS = 60_000;

/**
 * A door's request, as the context's actor's.
 *
 * @throws {CountersignError} `invalid_input`, naming the field as the HTTP API does.
 */
export function vendRequest(asked: AskedToken): VendRequest {
  const { minTtlMs, rejectedGeneration, patienceMs } = asked;
  if (minTtlMs !== undefined && !(minTtlMs >= 0 && minTtlMs <= HOUR_MS)) {
    throw new CountersignError("invalid_input", "min_ttl_seconds must be between 0 and 3600.", {
      field: "min_ttl_seconds",
    });
  }
  if (rejectedGeneration !== undefined && !(Number.isInteger(rejectedGeneration) && rejectedGeneration > 0)) {
    throw rejectedInvalid("rejected_generation must be the generation of a token that was handed out.");
  }
  return {
    companyId: asked.companyId,
    connectionType: asked.connectionType,
    environment: asked.environment,
    minTtlMs,
    rejectedGeneration,
    ifGeneration: asked.ifGeneration,
    patienceMs: patienceMs === undefined ? undefined : Math.min(Math.max(patienceMs, 0), MAX_PATIENCE_MS),
    via: asked.via,
    actor: currentActor(),
    operation: rejectedGeneration === undefined ? "token.vend" : "token.reject",
  };
}

export function rejectedInvalid(message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field: "rejected_generation" });
}

/** @throws {CountersignError} `invalid_input`: it can't be asked for whom or by whom nobody is named. */
export function requireNames({ companyId, actor }: VendRequest): void {
  requireText("companyId", companyId);
  requireText("userId", actor.id);
}

function requireText(field: string, value: unknown): void {
  if (typeof value !== "string" || value === "") {
    throw new CountersignError("invalid_input", `${field} must be a non-empty string.`, { field });
  }
  if (value.includes("\0")) {
    throw new CountersignError("invalid_input", `${field} holds a NUL, which no id has.`, { field });
  }
}

/** The status of a vend's row: a token was handed out, or the caller's own one confirmed. */
export const HANDED = 200;
export const CONFIRMED = 304;

/** A successful vend's row, whole from the start: adding fields to an object costs more than all else of a warm vend. */
export function rowOf(
  { operation, actor, companyId, connectionType, via }: VendRequest,
  responseStatus: typeof HANDED | typeof CONFIRMED,
  generation: number | undefined,
  atMs: number,
): AuditEntry {
  return {
    operation,
    outcome: "success",
    actor,
    companyId,
    connectionType,
    apiEndpoint: via[1],
    requestMethod: via[0],
    responseStatus,
    errorMessage: undefined,
    responseTimeMs: 0,
    providerRef: undefined,
    generation,
    atMs,
  };
}
