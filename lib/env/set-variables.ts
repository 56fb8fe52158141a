import type { ProviderVariables } from "./provider-app";

/**
 * The names among Countersign's variables that are set, for who helps; never what they hold.
 *
 * @param names Those that belong to no provider.
 */
export function setVariables(
  names: readonly string[],
  providers: readonly Pick<ProviderVariables, "variablePrefix">[],
  source: Readonly<Record<string, string | undefined>>,
): string[] {
  const ofProviders = providers.flatMap(({ variablePrefix }) =>
    ["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "ENVIRONMENT", "SCOPES", "CONNECTION_LIMIT"].map(
      (part) => `${variablePrefix}_${part}`,
    ),
  );
  return [...names, ...ofProviders].filter((name) => source[name]?.trim());
}
