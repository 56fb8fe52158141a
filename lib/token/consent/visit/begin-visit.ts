import type { VisitorActor } from "@/lib/actor";
import type { TokenDeps } from "../../deps";
import { requireProvider } from "../../require-provider";
import { newState, saveState } from "../state";

/** Who consents on the page that a provider sends people to. */
const VISITOR: VisitorActor = { kind: "visitor", id: "reconnect page" };

/**
 * Begins a consent without a company: its callback finds the connection of the organisation that a live call proves. It
 * concerns no company yet, so it leaves no audit row.
 *
 * @returns The provider's consent page.
 */
export async function beginVisit(
  deps: TokenDeps,
  { connectionType, browserKey, returnTo }: { connectionType: string; browserKey: string; returnTo: string },
): Promise<URL> {
  const provider = requireProvider(deps.providers, connectionType);
  const { environment } = provider;
  const state = newState(deps, { companyId: "", connectionType, environment, browserKey });
  const use = { connectionId: null, moveReason: null, returnTo, actor: VISITOR, atMs: deps.clock.nowMs() };
  await saveState(deps.database, state, use);
  return provider.authorizationUrl(state.secrets);
}
