import { CountersignError } from "@/lib/errors";
import type { Provider } from "./providers/provider";

/** @throws {CountersignError} `invalid_input`, naming the providers there are. */
export function requireProvider(providers: ReadonlyMap<string, Provider>, name: string): Provider {
  const provider = providers.get(name);
  if (provider) return provider;
  const known = [...providers.keys()].map((key) => `"${key}"`).join(", ");
  throw new CountersignError("invalid_input", `provider must be one of ${known}.`, { field: "provider" });
}
