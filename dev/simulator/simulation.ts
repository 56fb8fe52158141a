import type { VirtualClock } from "./clock";
import type { CounterBoard, GrantCounters } from "./counters";
import type { FaultList } from "./faults";
import type { Grants } from "./grants";
import type { Knobs } from "./knobs";
import type { RateLimits } from "./limits";
import type { Grant } from "./model";
import type { TokenSigner } from "./tokens";
import type { World } from "./world";

/** Everything an endpoint may look at or change. */
export interface Simulation {
  readonly url: string;
  readonly clock: VirtualClock;
  readonly signer: TokenSigner;
  readonly counters: CounterBoard;
  world: World;
  grants: Grants;
  faults: FaultList;
  limits: RateLimits;
  knobs: Knobs;
}

/** Intuit realmId or Xero user id: who one token set belongs to. */
export function grantOwner(grant: Grant): string {
  return grant.realmId ?? grant.userId;
}

export function grantCounters(sim: Simulation, grant: Grant): GrantCounters {
  return sim.counters.ofGrant(grant.id, grant.provider, grantOwner(grant));
}
