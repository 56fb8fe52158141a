import type { OAuthState, PendingConsent } from "@/lib/db";
import type { TokenDeps } from "../deps";
import type { Tenant } from "../providers/provider";
import { type ClaimColumns, claimsOf } from "./claims";
import type { ConsentOutcome } from "./outcome";

const POLL_MS = 250;
/** How long the second of two equal callbacks waits for the first; a person waits no longer either. */
const PATIENCE_MS = 20_000;
/** What came this long ago and has no end was cut off. */
const CUT_OFF_MS = 2 * 60_000;

/** A state that was used before, by the same person in the same browser. */
interface UsedState extends Pick<OAuthState, "stateHash" | "companyId" | "connectionId" | "returnTo"> {
  usedAt: Date;
}

interface Progress extends Pick<OAuthState, "endedAt" | "connectedTo">, Pick<PendingConsent, "message"> {
  pendingConsentId: string | null;
  tenants: readonly Tenant[];
}

/**
 * How the consent of a state ended, waiting for that if it is still being settled.
 *
 * @returns Undefined when no connection came of it and none can.
 */
export async function outcomeOfRepetition(
  deps: TokenDeps,
  state: UsedState,
): Promise<ConsentOutcome | undefined> {
  const isRecent = deps.clock.nowMs() - state.usedAt.getTime() < CUT_OFF_MS;
  const giveUpAtMs = performance.now() + (isRecent ? PATIENCE_MS : 0);
  for (;;) {
    const progress = await progressOf(deps, state.stateHash);
    const outcome = progress && outcomeOf(state, progress);
    if (outcome || progress?.endedAt || performance.now() >= giveUpAtMs) return outcome;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function progressOf(
  { database, clock, keyring }: TokenDeps,
  stateHash: string,
): Promise<Progress | undefined> {
  const [row] = await database.query<
    Omit<Progress, "tenants" | "pendingConsentId"> & (ClaimColumns | { id: null })
  >(
    `SELECT s."endedAt", s."connectedTo", p.id, p."connectionType", p."companyId", p."callbackParams", p.tenants,
       p."sealedClaims", p.message
     FROM "OAuthState" s LEFT JOIN "PendingConsent" p ON p."stateHash" = s."stateHash" AND p."expiresAt" > $2
     WHERE s."stateHash" = $1`,
    [stateHash, new Date(clock.nowMs())],
  );
  return (
    row && {
      ...row,
      pendingConsentId: row.id,
      tenants: row.id === null ? [] : claimsOf(keyring, row).tenants,
    }
  );
}

function outcomeOf(
  { companyId, connectionId, returnTo }: UsedState,
  { connectedTo, pendingConsentId, tenants, message }: Progress,
): ConsentOutcome | undefined {
  if (connectedTo !== null) {
    const reconnected = connectionId !== null;
    return { outcome: "connected", companyId, tenantName: connectedTo, reconnected, returnTo };
  }
  if (!pendingConsentId) return undefined;
  if (tenants.length > 0)
    return { outcome: "choose", pendingConsentId, companyId, tenants: [...tenants], returnTo };
  return message === null
    ? undefined
    : { outcome: "resting", pendingConsentId, companyId, message, returnTo };
}
