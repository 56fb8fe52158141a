import type { Actor } from "@/lib/actor";
import type { PendingConsent as PendingRow } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import type { TokenDeps } from "../../deps";
import type { Refresher } from "../../refresh/refresh";
import { misfitOf } from "../../require-provider";
import { discardConsent } from "../discard";
import { findPendingConsent, markEnded, type PendingConsent } from "../pending";
import { refuse } from "../refusal/refuse";
import { settleConsent } from "../settle";
import { settleVisit } from "../visit/settle-visit";
import { endUnproven } from "./end-unproven";
import { WITHOUT_ACCOUNT } from "./without-account";

const AT_ONCE = 20;
/** A run ends soon after, so that the job does before it counts as failed. */
const RUN_MS = 20_000;
/** How long before it expires a rest is ended: its access token is still good then. */
const END_MS = 5 * MINUTE_MS;

type DueRest = Pick<PendingRow, "id" | "actorKind" | "actorId" | "expiresAt">;

/**
 * Settles what rests of consents whose person has no account, as their callbacks do, for no browser comes back to it. A
 * rest that is about to expire is ended at its provider; one that waits for a choice is left to its person until then.
 *
 * @returns How many it looked at.
 */
export async function settleRests(deps: TokenDeps, refresher: Refresher): Promise<number> {
  const giveUpAtMs = performance.now() + RUN_MS;
  const due = await findDue(deps);
  for (const rest of due) {
    if (performance.now() >= giveUpAtMs) break;
    const actor = { kind: rest.actorKind, id: rest.actorId } as Actor;
    await actAs(actor, () => settleRest(deps, refresher, rest, actor)).catch((error: Error) =>
      deps.log.warn({ pendingConsentId: rest.id, error: error.message }, "A resting consent is left"),
    );
  }
  return due.length;
}

/** Those of this process's providers, and what no process settled in time. */
function findDue({ database, clock, providers }: TokenDeps): Promise<DueRest[]> {
  const nowMs = clock.nowMs();
  const own = [...providers.values()];
  return database.query<DueRest>(
    `SELECT id, "actorKind", "actorId", "expiresAt" FROM "PendingConsent"
     WHERE ${WITHOUT_ACCOUNT} AND ("expiresAt" <= $1 OR (message IS NOT NULL OR "expiresAt" <= $2)
       AND ("connectionType", environment) IN (SELECT * FROM unnest($3::text[], $4::text[])))
     ORDER BY "expiresAt" LIMIT ${AT_ONCE}`,
    [
      new Date(nowMs),
      new Date(nowMs + END_MS),
      own.map(({ connectionType }) => connectionType),
      own.map(({ environment }) => environment),
    ],
  );
}

async function settleRest(
  deps: TokenDeps,
  refresher: Refresher,
  { id, expiresAt }: DueRest,
  actor: Actor,
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const pending = await findPendingConsent(deps, id, actor, 0);
  if (expiresAt.getTime() > nowMs) {
    const settle = pending.actorKind === "visitor" ? settleVisit : settleConsent;
    await settle(deps, refresher, pending, {});
  }
  if (expiresAt.getTime() <= nowMs + END_MS) await endRest(deps, refresher, pending);
}

/** Ends what was not settled. Whose it is decides whether it still renews a connection. */
async function endRest(deps: TokenDeps, refresher: Refresher, pending: PendingConsent): Promise<void> {
  const [left] = await deps.database.query(`SELECT 1 FROM "PendingConsent" WHERE id = $1`, [pending.id]);
  if (!left) return;
  const provider = deps.providers.get(pending.connectionType);
  const isReached = provider && !misfitOf(provider, pending.environment);
  const identity = isReached
    ? await provider.identify(pending.tokenSet, pending.callbackParams).catch(() => undefined)
    : undefined;
  const aftermath =
    provider && identity && (await discardConsent(deps, refresher, provider, pending, identity));
  if (!aftermath) await endUnproven(deps, pending);
  await markEnded(deps.database, pending.stateHash, deps.clock.nowMs(), null);
  const error = new CountersignError("consent_expired", "This consent was not settled in time.");
  await refuse(deps, pending, error, aftermath || undefined);
}
