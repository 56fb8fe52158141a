import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import type { HealthObservation } from "@/lib/token";

export type MissionStatus = "healthy" | "unhealthy" | "expired";

/**
 * What was observed, or worked out: an attempt is a check that ended before its live read, a expiry a deadline that passed
 * with nobody looking.
 */
export type Observation = Omit<HealthObservation, "source"> & {
  source: HealthObservation["source"] | "attempt" | "expiry";
};

export function statusOf(cause: ErrorCode | null): MissionStatus {
  if (cause === null) return "healthy";
  return cause === "reconnect_required" || cause === "no_connection" ? "expired" : "unhealthy";
}

export function ownerOf(cause: ErrorCode | null): ErrorOwner | null {
  return cause === null ? null : errorClass(cause).owner;
}

/** When the provider, or we on its behalf, last looked at the connection: a expiry is worked out. */
export function checkedAt({ source, atMs }: Observation): Date | null {
  return source === "expiry" ? null : new Date(atMs);
}

/** A check is a live call to the organisation, and a consent ends with one. */
export function probedAt({ source, atMs }: Observation): Date | null {
  return source === "check" || source === "attempt" || source === "consent" ? new Date(atMs) : null;
}

/** Two values for SQL: whether it says something of the provider's API, and what it found wrong there. */
export function readColumns({ source, cause }: Observation): [boolean, ErrorCode | null] {
  if (source === "check") return [true, cause];
  return [source === "consent" || source === "disconnect", null];
}

export function healthyAt({ cause, atMs }: Observation): Date | null {
  return cause === null ? new Date(atMs) : null;
}
