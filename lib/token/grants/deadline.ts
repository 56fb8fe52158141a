import type { Grant } from "@/lib/db";

/** Two ends this close are one: a provider counts both in whole seconds. */
export const SAME_END_SECONDS = 60;

/** The end of a connection if nobody acts, and what kind of end it is. */
export interface Deadline {
  at: Date;
  /** "rolling" moves with every refresh; "hard" never does. */
  kind: "rolling" | "hard";
}

type Ends = Pick<Grant, "refreshExpiresAt" | "hardExpiresAt">;

/** The deadline that comes first: the rolling window or the hard end, which the rolling one comes up to at last. */
export function deadlineOf({ refreshExpiresAt, hardExpiresAt }: Ends): Deadline {
  if (!hardExpiresAt) return { at: refreshExpiresAt, kind: "rolling" };
  const at = hardExpiresAt < refreshExpiresAt ? hardExpiresAt : refreshExpiresAt;
  const isFinal = hardExpiresAt.getTime() <= refreshExpiresAt.getTime() + SAME_END_SECONDS * 1_000;
  return { at, kind: isFinal ? "hard" : "rolling" };
}

/** Why a connection ended whose deadline passed. */
export function expiredWords(kind: Deadline["kind"], providerName: string): string {
  return kind === "hard"
    ? `The consent reached the end ${providerName} sets for every connection.`
    : `Expired: not refreshed for longer than ${providerName} allows.`;
}

/** How a grant ended by its deadline, once that has passed. */
export function expiryOfGrant(
  ends: Ends,
  providerName: string,
  nowMs: number,
): { at: Date; message: string } | undefined {
  const { at, kind } = deadlineOf(ends);
  return at.getTime() <= nowMs ? { at, message: expiredWords(kind, providerName) } : undefined;
}
