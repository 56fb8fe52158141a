import { newId, type Sql } from "@/lib/db";
import { shownName } from "@/lib/shown-text";
import { deadline } from "@/lib/time/deadline";
import type { TokenDeps } from "../deps";
import { queueRevocation, sendRevocations } from "../disconnect/revocations";
import { findGrantOf, livesByLaterConsent } from "../grants/grants";
import { ownersOf } from "../grants/organisations";
import { retireGrant } from "../grants/retire-grant";
import { insertGrant, replaceTokenSet } from "../grants/store-grant";
import { holdSubject } from "../grants/turns";
import type { Identity, Provider, Tenant } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import type { RenewedConnection } from "./outcome";
import { type PendingConsent, removePendingConsent } from "./pending";
import { noteRenewed, servedBy } from "./renewed";
import { endUnproven } from "./rests/end-unproven";
import { isWithoutAccount } from "./rests/without-account";

/** How long a person waits to hear that the provider ended what nobody wants. */
const PATIENCE_MS = 5_000;
const NAMED = 3;

/** What a refused consent did all the same. */
export interface Aftermath {
  /** In whole sentences. */
  effect: string;
  renewed: RenewedConnection[];
}

interface Discarded {
  grantId: string;
  renewed: RenewedConnection[];
  /** Access that no company here uses. */
  unwanted: Tenant[];
  revocationIds: string[];
}

const SETTLED_BY_ANOTHER: Discarded = { grantId: "", renewed: [], unwanted: [], revocationIds: [] };

/**
 * Ends a refused consent. Its token set may have superseded one that we hold, whose companies then live by the new one;
 * access to what no company here uses is ended at the provider.
 */
export async function discardConsent(
  deps: TokenDeps,
  refresher: Refresher,
  provider: Provider,
  pending: PendingConsent,
  identity: Identity | undefined,
): Promise<Aftermath> {
  if (!identity && isWithoutAccount(pending)) {
    await endUnproven(deps, pending);
    return { effect: "Nothing was changed here, and the access that was given is being ended.", renewed: [] };
  }
  if (!identity) {
    await removePendingConsent(deps.database, pending.id);
    const effect = `Nothing was changed here. ${provider.displayName} may go on listing the access that was given.`;
    return { effect, renewed: [] };
  }
  const discarded = await keepOrEnd(deps, pending, identity);
  deps.cache.forget(discarded.grantId);
  const isTold = await tell(deps, refresher, discarded.revocationIds);
  return { effect: effectOf(provider, discarded, isTold), renewed: discarded.renewed };
}

class MadeMeanwhile extends Error {}

/** Once more when another consent of the same person made the grant meanwhile: then it is known. */
function keepOrEnd(deps: TokenDeps, pending: PendingConsent, identity: Identity): Promise<Discarded> {
  const once = () => deps.database.transaction((tx) => keepOrEndIn(deps, tx, pending, identity));
  return once().catch((error: unknown) => {
    if (!(error instanceof MadeMeanwhile)) throw error;
    return once();
  });
}

async function keepOrEndIn(
  deps: TokenDeps,
  tx: Sql,
  pending: PendingConsent,
  identity: Identity,
): Promise<Discarded> {
  const { connectionType, environment, tokenSet, companyId, actorId } = pending;
  const atMs = deps.clock.nowMs();
  // The first to settle it has stored its token set, which a refresh may have replaced since.
  if (!(await removePendingConsent(tx, pending.id))) return SETTLED_BY_ANOTHER;
  const owned = { connectionType, environment, subject: identity.subject };
  const known = await findGrantOf(tx, deps.keyring, owned, "FOR UPDATE");
  const served = known ? await servedBy(tx, known.id) : [];
  const grant = known ?? { id: newId(), ...owned, generation: 1 };
  const isWanted = served.length > 0;
  let { generation } = grant;
  const isLate = known !== undefined && (await livesByLaterConsent(tx, known, tokenSet));
  if (known && !isLate) {
    const replaced = await replaceTokenSet(tx, { grant: known, tokenSet, keyring: deps.keyring, atMs });
    if (replaced === undefined) throw new Error("A row locked by this transaction changed under it.");
    generation = replaced;
  } else if (!known) {
    // After the grant's row where there is one, as everybody takes them: only a grant made meanwhile is met here.
    await holdSubject(tx, owned);
    if (await findGrantOf(tx, deps.keyring, owned)) throw new MadeMeanwhile();
    const inserted = { ...owned, id: grant.id, generation };
    await insertGrant(tx, { grant: inserted, tokenSet, keyring: deps.keyring, atMs });
  }
  if (isWanted && !isLate) await noteRenewed(deps, tx, pending, served, { generation, refused: true, atMs });
  if (!isWanted) await retireGrant(tx, grant.id, atMs);
  const unwanted = isWanted ? await unusedOf(deps, tx, pending, identity.chosen) : chosenOf(identity);
  const left = unwanted.map((tenant) => ({
    ...tenant,
    companyId,
    connectionType,
    environment,
    grantId: grant.id,
  }));
  const revocationIds: string[] = [];
  // The whole grant goes by one call, whatever it reaches.
  const how = { requestedBy: actorId, lastOfGrant: !isWanted, atMs };
  for (const one of isWanted ? left : left.slice(0, 1))
    revocationIds.push(await queueRevocation(tx, deps.keyring, one, how));
  return { grantId: grant.id, renewed: isLate ? [] : served, unwanted, revocationIds };
}

/** Something to name the grant by, even where nothing was chosen. */
function chosenOf({ chosen, reachable, subject }: Identity): Tenant[] {
  if (chosen.length > 0) return chosen;
  const [first = { tenantId: subject, tenantName: "no organisation" }] = reachable;
  return [first];
}

/** Those that no company here is connected to. */
export async function unusedOf(
  { keyring }: TokenDeps,
  tx: Sql,
  { connectionType, environment }: PendingConsent,
  tenants: Tenant[],
): Promise<Tenant[]> {
  const tenantIds = tenants.map(({ tenantId }) => tenantId);
  const used = await ownersOf(tx, keyring, { connectionType, environment, tenantIds });
  return tenants.filter(({ tenantId }) => !used.has(tenantId));
}

/** Whether the provider confirmed all of it in time; what it did not is told again by the jobs. */
export async function tell(
  deps: TokenDeps,
  refresher: Refresher,
  revocationIds: readonly string[],
): Promise<boolean> {
  const telling = Promise.all(revocationIds.map((id) => sendRevocations(deps, refresher, id))).then((ends) =>
    ends.every(({ notTold }) => notTold === undefined),
  );
  const told = telling.catch(() => false);
  return deadline(told, PATIENCE_MS, () => false);
}

function effectOf({ displayName }: Provider, { renewed, unwanted }: Discarded, isTold: boolean): string {
  const sentences: string[] = [];
  if (renewed.length > 0) {
    const one = renewed.length === 1;
    const whose = namesOf(renewed.map(({ companyName }) => shownName(companyName)));
    sentences.push(
      `${one ? "The connection" : "The connections"} of ${whose} ${one ? "was" : "were"} renewed by this consent.`,
    );
  }
  if (unwanted.length > 0) {
    const whose = namesOf(unwanted.map(({ tenantName }) => shownName(tenantName)));
    sentences.push(
      isTold
        ? `The access to ${whose} was ended again, because no company here uses it.`
        : `${displayName} has not confirmed yet that the access to ${whose} is ended, which no company here uses; it is told again.`,
    );
  }
  return [...sentences, sentences.length > 0 ? "Nothing else was changed." : "Nothing was changed."].join(
    " ",
  );
}

/** "A, B, C and 27 more" */
function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
