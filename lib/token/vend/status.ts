import { CountersignError, isCode } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { utcDay } from "@/lib/time/utc-day";
import type { TokenDeps } from "../deps";
import { findServedConnection, tokenSetOf } from "../grants/grants";
import { requireProvider, requireProviderOf } from "../require-provider";

/** What a caller may expect of `getValidToken`, in one word and one sentence. */
export interface TokenStatus {
  status: "VALID" | "EXPIRED" | "NO_TOKEN" | "ERROR";
  message: string;
}

/** Answers from what is stored; asks no provider and changes nothing. */
export async function tokenStatus(
  deps: TokenDeps,
  companyId: string,
  connectionType: string,
): Promise<TokenStatus> {
  try {
    const { displayName, consentedBy } = requireProvider(deps.providers, connectionType);
    const connection = await findServedConnection(deps.database, companyId, connectionType);
    if (!connection || connection.disconnectedAt) {
      return { status: "NO_TOKEN", message: `Not connected to ${displayName}.` };
    }
    const { grant } = connection;
    requireProviderOf(deps.providers, grant);
    const tokenSet = tokenSetOf(deps.keyring, grant);
    const endMs = Math.min(tokenSet.refreshExpiresAtMs, tokenSet.hardExpiresAtMs ?? Number.POSITIVE_INFINITY);
    if (grant.state !== "active" || endMs <= deps.clock.nowMs()) {
      return {
        status: "EXPIRED",
        message: `The ${displayName} connection has ended: ${consentedBy} must reconnect.`,
      };
    }
    const until = utcDay(endMs);
    const isFinal =
      tokenSet.hardExpiresAtMs !== null && tokenSet.hardExpiresAtMs <= tokenSet.refreshExpiresAtMs + 60_000;
    const end = isFinal ? `until ${until}, whatever its use` : `until ${until} if unused`;
    return {
      status: "VALID",
      message: `Connected to ${shownName(connection.tenantName)}; good ${end}.`,
    };
  } catch (error) {
    if (isCode(error, "invalid_input")) throw error;
    const message = error instanceof CountersignError ? error.message : "The database could not be read.";
    return { status: "ERROR", message };
  }
}
