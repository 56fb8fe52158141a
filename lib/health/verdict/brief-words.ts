import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";

/** Causes in a word or three, for rows that have no room for a sentence. */
const BRIEF: Partial<Record<ErrorCode, string>> = {
  reconnect_required: "access ended",
  organisation_unavailable: "organisation refused",
  subscription_lapsed: "subscription lapsed",
  provider_unavailable: "no good answer",
  provider_rate_limited: "slowed down",
  refresh_pending: "answer pending",
  client_rejected: "our client refused",
  unreadable_token_set: "key missing",
  misconfigured: "our set-up",
};

const OF_OWNER: Readonly<Record<ErrorOwner, string>> = {
  customer: "customer must act",
  provider: "provider fault",
  us: "our fault",
};

export const briefOf = (cause: ErrorCode): string => BRIEF[cause] ?? OF_OWNER[errorClass(cause).owner];

/** A grant that its provider ended without a deadline's passing. */
export const ENDED_BRIEFLY = briefOf("reconnect_required");

export const EXPIRED_BRIEFLY: Readonly<Record<"rolling" | "hard", string>> = {
  hard: "final date passed",
  rolling: "unused too long",
};
