import type { TokenDeps } from "../deps";
import type { Provider } from "../providers/provider";
import { addressesInEffect, differencesOf } from "./addresses";
import { findDiscovery, forgetOthers, saveFound } from "./store";

type DiscoveryDeps = Pick<TokenDeps, "database" | "clock" | "providers" | "log">;

/**
 * Reads the discovery documents of the providers that are configured and puts down what they name. Nothing else changes:
 * the addresses in effect stay until an admin accepts others. A document that can't be read is logged, and tried again
 * the next time.
 *
 * @param olderThanMs Documents that were read more lately are left out.
 * @returns How many documents name other addresses than those in effect.
 */
export async function readDiscovery(deps: DiscoveryDeps, olderThanMs: number): Promise<number> {
  const providers = [...deps.providers.values()];
  await forgetOthers(deps.database, providers);
  const differing = await Promise.all(providers.map((provider) => readOne(deps, provider, olderThanMs)));
  return differing.filter(Boolean).length;
}

async function readOne(
  { database, clock, log }: DiscoveryDeps,
  provider: Provider,
  olderThanMs: number,
): Promise<boolean> {
  const known = await findDiscovery(database, provider);
  if (known && clock.nowMs() - known.readAt.getTime() < olderThanMs) return known.differsSince !== null;
  const found = await provider.readDocument().catch((error: Error) => {
    const about = { provider: provider.connectionType, error: error.message };
    log.warn(about, "A discovery document can't be read; the known addresses stay in effect");
    return undefined;
  });
  if (!found) return known?.differsSince != null;
  const inEffect = addressesInEffect(provider, known?.accepted);
  const differs = differencesOf(found, inEffect, provider).length > 0;
  await saveFound(database, provider, { found, differs, atMs: clock.nowMs() });
  return differs;
}

/** Puts the addresses that an admin accepted, here or in another process, into effect in this one. */
export async function applyAccepted({
  database,
  providers,
}: Pick<TokenDeps, "database" | "providers">): Promise<void> {
  for (const provider of providers.values()) {
    const known = await findDiscovery(database, provider);
    Object.assign(provider.addresses, addressesInEffect(provider, known?.accepted));
  }
}
