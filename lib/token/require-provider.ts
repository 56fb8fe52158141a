import { CountersignError } from "@/lib/errors";
import type { Provider } from "./providers/provider";
import { providerFacts } from "./providers/registry";

/**
 * @throws {CountersignError} `invalid_input` for an unknown name, listing the providers there are; `misconfigured` for
 *   one that this process has no app for, naming its variables.
 */
export function requireProvider(providers: ReadonlyMap<string, Provider>, name: string): Provider {
  const provider = providers.get(name);
  if (provider) return provider;
  const facts = providerFacts(name);
  if (facts) {
    const { displayName, variablePrefix: prefix } = facts;
    const message = `${displayName} is not configured: set ${prefix}_CLIENT_ID, ${prefix}_CLIENT_SECRET and ${prefix}_REDIRECT_URI, and restart Countersign.`;
    throw new CountersignError("misconfigured", message, { field: `${prefix}_CLIENT_ID` });
  }
  const known = [...providers.keys()].map((key) => `"${key}"`).join(", ");
  throw new CountersignError("invalid_input", `provider must be one of ${known}.`, { field: "provider" });
}

/**
 * The provider of something that was obtained in one environment and counts in that one only: a token set of the
 * sandbox must not reach production's addresses, nor the other way round.
 *
 * @throws {CountersignError} `misconfigured`, naming the variable, when this process speaks to another environment.
 */
export function requireProviderOf(
  providers: ReadonlyMap<string, Provider>,
  { connectionType, environment }: { connectionType: string; environment: string },
): Provider {
  const provider = requireProvider(providers, connectionType);
  const problem = misfitOf(provider, environment);
  if (problem) throw problem;
  return provider;
}

/** Why this process may not use what was obtained in an environment; undefined when it may. */
export function misfitOf(provider: Provider, environment: string): CountersignError | undefined {
  if (provider.environment === environment) return undefined;
  const variable = `${provider.variablePrefix}_ENVIRONMENT`;
  const message = `This connection belongs to ${provider.displayName}'s ${environment}, but ${variable} is ${provider.environment}. Set it back, or move the company to an organisation in ${provider.environment}.`;
  return new CountersignError("misconfigured", message, { field: variable });
}
