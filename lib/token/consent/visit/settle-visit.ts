import { CountersignError } from "@/lib/errors";
import { shownName } from "@/lib/shown-text";
import { deadline } from "@/lib/time/deadline";
import type { TokenDeps } from "../../deps";
import type { Identity, Provider } from "../../providers/provider";
import type { Refresher } from "../../refresh/refresh";
import { requireProviderOf } from "../../require-provider";
import { liveConnectionsTo } from "../../views";
import { discardConsent } from "../discard";
import type { ConsentOutcome } from "../outcome";
import { markEnded, type PendingConsent, removePendingConsent, savePendingConsent } from "../pending";
import { recordRefusal } from "../refusal/record-refusal";
import { refuse } from "../refusal/refuse";
import { type Settlement, settleConsent } from "../settle";

/** How long a visitor waits for the provider to end what nobody wants. */
const PATIENCE_MS = 5_000;

/**
 * Settles a consent that was begun without a company. Each live connection to an organisation that a live call proves is
 * renewed; an organisation that none has creates nothing, and its access is ended at once. The outcome is the same.
 */
export async function settleVisit(
  deps: TokenDeps,
  refresher: Refresher,
  pending: PendingConsent,
  settlement: Settlement,
): Promise<ConsentOutcome> {
  const { connectionType, environment, returnTo, stateHash } = pending;
  const provider = requireProviderOf(deps.providers, pending);
  try {
    const identity = await provider.identify(pending.tokenSet, pending.callbackParams);
    const meant = identity.chosen.length > 0 ? identity.chosen : identity.reachable;
    const tenantIds = meant.map(({ tenantId }) => tenantId);
    const known = await liveConnectionsTo(deps.database, deps.keyring, {
      connectionType,
      environment,
      tenantIds,
    });
    for (const { id, companyId } of known) {
      const own = { ...pending, companyId, connectionId: id, stateHash: null };
      const saved = await savePendingConsent(deps, own, pending.callbackParams, pending.tokenSet);
      await settleConsent(deps, refresher, saved, settlement);
    }
    if (known.length === 0) await endUnknown(deps, refresher, provider, pending, identity);
    else await removePendingConsent(deps.database, pending.id);
    await markEnded(deps.database, stateHash, deps.clock.nowMs(), null);
    return { outcome: "visited", returnTo };
  } catch (error) {
    await removePendingConsent(deps.database, pending.id);
    await markEnded(deps.database, stateHash, deps.clock.nowMs(), null);
    if (!(error instanceof CountersignError)) throw error;
    return refuse(deps, pending, error);
  }
}

/** Ends the access to an organisation that no company here has. What the provider does not confirm is told again. */
async function endUnknown(
  deps: TokenDeps,
  refresher: Refresher,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity,
): Promise<void> {
  const { connectionType } = pending;
  const [first] = [...identity.chosen, ...identity.reachable];
  const isOurs = await isHeld(deps, pending, identity);
  const ended =
    !isOurs &&
    (await deadline(
      provider.disconnect(pending.tokenSet, first?.tenantId ?? identity.subject, true).then(
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

/** Whether the person's token set serves others here: it is not to be ended whole. */
async function isHeld(
  { database }: TokenDeps,
  { connectionType, environment }: PendingConsent,
  { subject }: Identity,
): Promise<boolean> {
  const held = await database.query(
    `SELECT 1 FROM "Grant" WHERE "connectionType" = $1 AND environment = $2 AND subject = $3`,
    [connectionType, environment, subject],
  );
  return held.length > 0;
}
