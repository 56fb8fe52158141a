import type { ProviderAddresses } from "../discovery/addresses";
import { readDocument } from "../discovery/read-document";
import type { ProviderConfig, ProviderDeps, ProviderFacts } from "./provider";

/** A provider's facts as our app there is configured, with its addresses. */
export function configuredFacts(
  facts: ProviderFacts,
  { environment, scope, connectionLimit, simulatorUrl }: ProviderConfig,
  deps: ProviderDeps,
  { discovery, ...pinned }: ProviderAddresses & { discovery: string },
) {
  return {
    ...facts,
    environment,
    scope,
    connectionLimit,
    simulatorUrl,
    pinned,
    addresses: { ...pinned },
    readDocument: () => readDocument(deps, facts, discovery),
  };
}
