import type { ProviderConfig, ProviderFacts } from "./provider";

/** A provider's facts as our app there is configured. */
export function configuredFacts(
  facts: ProviderFacts,
  { environment, scope, connectionLimit }: ProviderConfig,
) {
  return { ...facts, environment, scope, connectionLimit };
}
