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
