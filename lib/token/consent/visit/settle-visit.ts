import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { deadline } from "@/lib/time/deadline";
import type { TokenDeps } from "../../deps";
import { findGrantOf } from "../../grants/grants";
import { tenantIdOf } from "../../keys/tenant-id";
import type { Identity, Provider } from "../../providers/provider";
import type { Refresher } from "../../refresh/refresh";
import { requireProviderOf } from "../../require-provider";
import { liveConnectionsTo } from "../../views";
import { connectKnown, type ProvenConnection } from "../connect/connect-known";
import { discardConsent, tell } from "../discard";
import type { ConsentOutcome } from "../outcome";
import { markEnded, noteResting, type PendingConsent, removePendingConsent } from "../pending";
import { recordRefusal } from "../refusal/record-refusal";
import { refuse } from "../refusal/refuse";
import { readLive, type Settlement } from "../settle";

/** How long a visitor waits for the provider to end what nobody wants. */
const PATIENCE_MS = 5_000;

/**
 * Settles a consent that was begun without a company. Each live connection to an organisation that a live call proves is
 * renewed; an organisation that none has creates nothing, and its access is ended at once. A transient failure leaves
 * it resting, for a job. The outcome is the same.
 */
export async function settleVisit(
  deps: TokenDeps,
  refresher: Refresher,
  pending: PendingConsent,
  { providerRef }: Settlement,
): Promise<ConsentOutcome> {
  const { returnTo, stateHash } = pending;
  const provider = requireProviderOf(deps.providers, pending);
  const visited = { outcome: "visited", returnTo } as const;
  let identity: Identity | undefined;
  try {
    identity = await provider.identify(pending.tokenSet, pending.callbackParams);
    const known = await knownTo(deps, pending, identity);
    if (known.length === 0) await endUnknown(deps, refresher, provider, pending, identity);
    else {
      const proven = await provenOf(deps, provider, pending, identity, known);
      const queued = await connectKnown(deps, provider, pending, identity, { proven, providerRef });
      if (queued) await tell(deps, refresher, queued);
      else await discardConsent(deps, refresher, provider, pending, identity);
    }
    await markEnded(deps.database, stateHash, deps.clock.nowMs(), null);
    return visited;
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    if (error.retryable) {
      await noteResting(deps, pending, { message: error.message });
      return visited;
    }
    const aftermath = await discardConsent(deps, refresher, provider, pending, identity);
    await markEnded(deps.database, stateHash, deps.clock.nowMs(), null);
    const refused = await refuse(deps, pending, error, aftermath);
    return identity ? visited : refused;
  }
}

/** The live connections to what was chosen, each with its organisation. */
async function knownTo(
  { database, keyring }: TokenDeps,
  { connectionType, environment }: PendingConsent,
  identity: Identity,
): Promise<ProvenConnection[]> {
  const meant = identity.chosen.length > 0 ? identity.chosen : identity.reachable;
  const tenantIds = meant.map(({ tenantId }) => tenantId);
  const rows = await liveConnectionsTo(database, keyring, { connectionType, environment, tenantIds });
  return rows.flatMap(({ id: connectionId, companyId, ...stored }) => {
    const tenantId = tenantIdOf(keyring, { connectionId, connectionType, ...stored });
    return meant
      .filter((tenant) => tenant.tenantId === tenantId)
      .map((tenant) => ({ connectionId, companyId, tenant }));
  });
}

/** Those that let us in. One that does not is on record, and ends nobody else's. */
async function provenOf(
  deps: TokenDeps,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
  known: readonly ProvenConnection[],
): Promise<ProvenConnection[]> {
  const proven: ProvenConnection[] = [];
  for (const one of known) {
    try {
      proven.push({ ...one, tenant: await readLive(provider, pending, identity, one.tenant) });
    } catch (error) {
      if (!(error instanceof CountersignError) || error.retryable) throw error;
      await refuse(deps, { ...pending, companyId: one.companyId }, error);
    }
  }
  return proven;
}

/** Ends the access to an organisation that no company here has. What the provider does not confirm is told again. */
async function endUnknown(
  deps: TokenDeps,
  refresher: Refresher,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
): Promise<void> {
  const { connectionType, environment } = pending;
  const [first] = [...identity.chosen, ...identity.reachable];
  const { subject } = identity;
  // A token set that serves others here is not to be ended whole.
  const held = await findGrantOf(deps.database, deps.keyring, { connectionType, environment, subject });
  const ended =
    !held &&
    (await deadline(
      provider.disconnect(pending.tokenSet, first?.tenantId ?? subject, true).then(
        () => true,
        () => false,
      ),
      PATIENCE_MS,
      () => false,
    ));
  if (ended) await removePendingConsent(deps.database, pending.id);
  else await discardConsent(deps, refresher, provider, pending, identity);
  const names = identity.chosen.map(({ tenantName }) => shownName(tenantName)).join(", ");
  const message = `No company here is connected to ${names || "what was chosen"}. That access was ended.`;
  await recordRefusal(deps, {
    operation: "connection.refuse",
    outcome: "refused",
    about: { companyId: "", connectionType },
    via: ["GET", "/callback"],
    error: new CountersignError("not_found", message),
    errorMessage: message,
  });
}
