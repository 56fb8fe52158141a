import type { TokenDeps } from "../deps";
import { findGrant, type StoredGrant } from "../grants/grants";
import type { Refresher } from "../refresh/refresh";
import { type FreshTokenSet, newestOf } from "../refresh/rotation";

/** A refresh whose token is good now. A machine that slept amid a refresh wakes up with a token that has ended. */
export async function refreshNow(
  deps: TokenDeps,
  refresher: Refresher,
  grant: StoredGrant,
  options: NonNullable<Parameters<Refresher["refresh"]>[1]>,
): Promise<FreshTokenSet> {
  const fresh = await refresher.refresh(grant, options);
  const isGood = (endsAtMs: number) => endsAtMs > deps.clock.nowMs();
  if (isGood(fresh.tokenSet.accessExpiresAtMs)) return fresh;
  const newest = await findGrant(deps.database, grant.id);
  if (!newest) return fresh;
  if (isGood(newest.accessExpiresAt.getTime())) return newestOf(deps, newest);
  return refresher.refresh(newest, { patienceMs: options.patienceMs });
}
