import type { Provider, ProviderConfig, ProviderDeps, ProviderFacts, ProviderModule } from "./provider";
import { qbo } from "./qbo";
import { xero } from "./xero";

/** Every provider Countersign speaks. A new one is its file and its name here. */
const modules = { qbo, xero } satisfies Record<string, ProviderModule>;

export type ProviderName = keyof typeof modules;

export const providerNames = Object.keys(modules) as ProviderName[];

export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(modules, name);
}

/** Names and rules of a provider that need no configuration. */
export function providerFacts(name: string): ProviderFacts | undefined {
  return isProviderName(name) ? modules[name] : undefined;
}

export function createProviders(
  configs: Record<ProviderName, ProviderConfig>,
  deps: ProviderDeps,
): Map<string, Provider> {
  return new Map(providerNames.map((name) => [name, modules[name].create(configs[name], deps)]));
}
