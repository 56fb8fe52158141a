import type { Provider, ProviderConfig, ProviderDeps, ProviderFacts, ProviderModule } from "./provider";
import { qbo } from "./qbo";
import { xero } from "./xero";

/** Every provider Countersign speaks. A new one is its file and its name here. */
const modules = { qbo, xero } satisfies Record<string, ProviderModule>;

export type ProviderName = keyof typeof modules;

/** What `getOAuthClient` returns for each provider. */
export type OfficialClients = {
  [Name in ProviderName]: (typeof modules)[Name] extends ProviderModule<infer Client> ? Client : never;
};

export const providerNames = Object.keys(modules) as ProviderName[];
export const providerModules: readonly ProviderModule[] = Object.values(modules);

/** Where a form that starts a consent may end up. */
export const consentHosts = providerModules.flatMap((module) => module.consentHosts);

export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(modules, name);
}

/** Names and rules of a provider that need no configuration. */
export function providerFacts(name: string): ProviderFacts | undefined {
  return isProviderName(name) ? modules[name] : undefined;
}

/** @param configs By connectionType; a module without one is left out. */
export function createProviders(
  configs: Readonly<Record<string, ProviderConfig>>,
  deps: ProviderDeps,
  available: readonly ProviderModule[],
): Map<string, Provider> {
  const providers = new Map<string, Provider>();
  for (const module of available) {
    const config = configs[module.connectionType];
    if (config) providers.set(module.connectionType, module.create(config, deps));
  }
  return providers;
}
