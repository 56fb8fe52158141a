import { CountersignError } from "@/lib/errors";
import { countDoubted } from "../counts";
import type { TokenDeps } from "../deps";
import { requireProvider } from "../require-provider";
import { type Callback, type ClaimedState, claimState } from "./claim-state";
import type { ConsentOutcome } from "./outcome";
import { savePendingConsent } from "./pending";
import { recordUnforeseen, refuse } from "./refuse";
import { settleConsent } from "./settle";

/** Takes the browser's return from a provider's consent page: state → code → live check → connection. */
export async function completeConsent(deps: TokenDeps, callback: Callback): Promise<ConsentOutcome> {
  const { connectionType, params, userId } = callback;
  const provider = requireProvider(deps.providers, connectionType);
  let state: ClaimedState | undefined;
  try {
    state = await claimState(deps, callback);
    const { tokenSet, providerRef, doubted } = await provider.exchangeCode(params, state.secrets);
    countDoubted(deps.counts, connectionType, doubted);
    const pending = await savePendingConsent(deps, state, params, tokenSet);
    return await settleConsent(deps, pending, { providerRef });
  } catch (error) {
    const { companyId = "", returnTo = "/connections" } = state ?? {};
    if (!(error instanceof CountersignError)) {
      await recordUnforeseen(deps, { connectionType, userId, companyId }, error);
      throw error;
    }
    return refuse(deps, { connectionType, userId, companyId, returnTo }, error);
  }
}
