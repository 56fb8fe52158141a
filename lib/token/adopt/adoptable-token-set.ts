import { z } from "zod";
import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { DAY_MS } from "@/lib/time/durations";
import type { TokenSet } from "../grants/token-set";

/** A token set that another OAuth system obtained, as it hands it over. */
export interface AdoptableTokenSet {
  accessToken: string;
  refreshToken: string;
  /** Epoch milliseconds; this or `expiresInSeconds`. */
  expiresAtMs?: number | undefined;
  /** Counts from this call: only straight from the provider's answer. */
  expiresInSeconds?: number | undefined;
  /** Epoch milliseconds. Without it a short life is assumed until the first refresh says better. */
  refreshExpiresAtMs?: number | undefined;
  /** Space-separated; what our own consents ask for when left out. */
  scope?: string | undefined;
  /** Intuit's realmId or Xero's tenantId. */
  tenantId: string;
}

/** A token set of ours but for its scope, and the organisation it is claimed to be for. */
export interface ParsedTokenSet {
  tokenSet: Omit<TokenSet, "scope">;
  scope: string | undefined;
  tenantId: string;
}

const MAX_TOKEN_CHARACTERS = 10_000;
/** Ten-digit figures are seconds: as milliseconds they would lie in 1970. */
const FIRST_MILLISECONDS = 100_000_000_000;
/** The shorter of the providers' refresh windows. */
const ASSUMED_REFRESH_DAYS = 60;

const token = z
  .string("is missing")
  .regex(/^[\x21-\x7e]+$/, "is empty or holds characters no token has")
  .max(MAX_TOKEN_CHARACTERS, "is longer than any token");
const instant = z
  .int("must be a whole number of milliseconds since 1970")
  .min(FIRST_MILLISECONDS, "looks like seconds: give milliseconds since 1970");

const schema = z
  .object({
    accessToken: token,
    refreshToken: token,
    expiresAtMs: instant.optional(),
    expiresInSeconds: z.int("must be a whole number of seconds").optional(),
    refreshExpiresAtMs: instant.optional(),
    scope: z
      .string("must be text")
      .max(5_000, "is too long")
      .transform((scope) => foreignText(scope, 5_000).trim())
      .optional(),
    tenantId: z.string("is missing").regex(/^[\w-]{1,100}$/, "is not an organisation's id"),
  })
  .refine((given) => given.expiresAtMs !== undefined || given.expiresInSeconds !== undefined, {
    path: ["expiresAtMs"],
    message: "is missing: give it or expiresInSeconds",
  })
  .refine((given) => given.accessToken !== given.refreshToken, {
    path: ["refreshToken"],
    message: "is the access token once more",
  });

/**
 * Reads a token set that comes from outside.
 *
 * @throws {CountersignError} `invalid_input`, naming the field; never with a value in the message.
 */
export function parseAdoptable(given: unknown, nowMs: number): ParsedTokenSet {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0] ?? "tokenSet");
    throw invalid(field, issue?.path.length ? issue.message : "must be an object");
  }
  const { accessToken, refreshToken, expiresAtMs, expiresInSeconds = 0, scope, tenantId } = parsed.data;
  const accessExpiresAtMs = expiresAtMs ?? nowMs + expiresInSeconds * 1_000;
  const expiryField = expiresAtMs === undefined ? "expiresInSeconds" : "expiresAtMs";
  if (accessExpiresAtMs <= nowMs) throw expired(expiryField);
  if (accessExpiresAtMs > nowMs + DAY_MS) throw invalid(expiryField, "lies more than a day ahead");
  const refreshExpiresAtMs = parsed.data.refreshExpiresAtMs ?? nowMs + ASSUMED_REFRESH_DAYS * DAY_MS;
  if (refreshExpiresAtMs <= nowMs) {
    throw invalid("refreshExpiresAtMs", "is over: the customer must connect again");
  }
  return {
    tokenSet: {
      accessToken,
      refreshToken,
      issuedAtMs: nowMs,
      accessExpiresAtMs,
      refreshExpiresAtMs,
      hardExpiresAtMs: null,
    },
    scope,
    tenantId,
  };
}

function expired(field: string): CountersignError {
  return invalid(
    field,
    "is over: an expired access token can't prove whose it is, and adopting never spends the refresh token. Refresh it once in the old system and hand over the new token set, or connect the company again",
  );
}

function invalid(field: string, problem: string): CountersignError {
  return new CountersignError("invalid_input", `${field} ${problem}.`, { field });
}
