import { CountersignError } from "@/lib/errors";
import { countDoubted } from "../counts";
import type { TokenDeps } from "../deps";
import type { Refresher } from "../refresh/refresh";
import { requireProvider, requireProviderOf } from "../require-provider";
import { type Callback, type ClaimedState, claimState } from "./claim-state";
import type { ConsentOutcome } from "./outcome";
import { markEnded, savePendingConsent } from "./pending";
import { recordUnforeseen, refuse } from "./refusal/refuse";
import { isWithoutAccount } from "./rests/without-account";
import { settleConsent } from "./settle";
import { settleVisit } from "./visit/settle-visit";

/** Takes the browser's return from a provider's consent page: state → code → live check → connection. */
export async function completeConsent(
  deps: TokenDeps,
  refresher: Refresher,
  callback: Callback,
): Promise<ConsentOutcome> {
  const { connectionType, params } = callback;
  const provider = requireProvider(deps.providers, connectionType);
  let state: ClaimedState | undefined;
  try {
    const claim = await claimState(deps, callback);
    if ("repeated" in claim) return claim.repeated;
    state = claim.claimed;
    requireProviderOf(deps.providers, state);
    const { tokenSet, providerRef, person, doubted } = await provider.exchangeCode(params, state.secrets);
    countDoubted(deps.counts, connectionType, doubted);
    const pending = await savePendingConsent(deps, state, params, tokenSet);
    const settle = pending.actorKind === "visitor" ? settleVisit : settleConsent;
    return await settle(deps, refresher, pending, { providerRef, person });
  } catch (error) {
    const { companyId = "", returnTo = "/connections" } = state ?? {};
    if (state) await markEnded(deps.database, state.stateHash, deps.clock.nowMs(), null);
    if (!(error instanceof CountersignError)) {
      await recordUnforeseen(deps, { connectionType, companyId }, error);
      throw error;
    }
    const isStranger = !state && isWithoutAccount({ actorKind: callback.actor.kind });
    return refuse(deps, { connectionType, companyId, returnTo, isStranger }, error);
  }
}
