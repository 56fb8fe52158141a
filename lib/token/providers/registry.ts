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

/** What people call a provider, and who consents there. */
export type ProviderWords = Pick<
  ProviderFacts,
  "displayName" | "shortName" | "consentedBy" | "referenceHeader" | "scope"
>;

/** The words of a provider; for one that is no longer registered, those that are true of any. */
export function providerOf(name: string): ProviderWords {
  const unregistered = {
    displayName: name,
    shortName: name,
    consentedBy: "an admin of the organisation",
    referenceHeader: "reference",
    scope: "",
  };
  return providerFacts(name) ?? unregistered;
}

/** Every provider's key, with what people call it. */
export const providerCalls: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  providerNames.map((name) => [name, [providerOf(name).displayName, providerOf(name).shortName]]),
);

/** A provider is asked for by any of its names, written in full: part of one would answer half-typed companies with all. */
export function providersCalled(text: string): ProviderName[] {
  const word = text.trim().toLowerCase();
  return providerNames.filter((name) =>
    [name, ...(providerCalls[name] ?? [])].some((called) => called.toLowerCase() === word),
  );
}

/** The environments that a provider has: production, and a sandbox where it offers one. */
export function environmentsOf(name: ProviderName): ProviderModule["environments"] {
  return modules[name].environments;
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
