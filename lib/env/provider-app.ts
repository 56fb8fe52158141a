import {
  credentialProblem,
  isIpAddress,
  isLoopbackAddress,
  NOT_OUR_ORIGIN,
  quotationProblem,
  redirectProblem,
} from "./value-problems";

type Environment = "sandbox" | "production";

/** What reading a provider's variables takes to know of it. */
export interface ProviderVariables {
  readonly connectionType: string;
  readonly variablePrefix: string;
  readonly credentialsAt: string;
  readonly environments: readonly Environment[];
  readonly takesIpAddress: boolean;
  /** What a consent asks for where no scopes are given, separated by spaces. */
  readonly scope: string;
  /** Every scope that may be given. */
  readonly scopes: readonly string[];
  /** Of each list one scope must be given. */
  readonly neededScopes: readonly (readonly string[])[];
  /** How many organisations an app may be connected to, by its tier. */
  readonly connectionTiers: readonly number[];
}

/** Our app at a provider. */
export interface ProviderApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly environment: Environment;
  /** What its consents ask for, separated by spaces. */
  readonly scope: string;
  /** How many organisations it may be connected to, where that is given. */
  readonly connectionLimit?: number;
}

/** A variable at fault: its name, what is wrong with it, how to come by a right value. */
type Report = (variable: string, problem: string, remedy: string) => void;

/**
 * Our app at one provider: ACME_CLIENT_ID, ACME_CLIENT_SECRET, ACME_REDIRECT_URI and, if need be, ACME_ENVIRONMENT,
 * ACME_SCOPES and ACME_CONNECTION_LIMIT for the prefix `ACME`.
 *
 * @param ourOrigin Where people open Countersign; undefined when that is not known.
 * @returns Undefined when none of the first three is given: the provider is not offered.
 */
export function readProviderApp(
  provider: ProviderVariables,
  source: Readonly<Record<string, string | undefined>>,
  ourOrigin: string | undefined,
  report: Report,
): ProviderApp | undefined {
  const { connectionType, variablePrefix, credentialsAt, environments, takesIpAddress } = provider;
  const given = (part: string) => source[`${variablePrefix}_${part}`]?.trim() || undefined;
  const read = (part: string, remedy: string, problemOf: (value: string) => string | undefined) => {
    const value = given(part);
    const problem = value === undefined ? "is missing" : (quotationProblem(value) ?? problemOf(value));
    if (problem) report(`${variablePrefix}_${part}`, problem, remedy);
    return value ?? "";
  };
  const callbackPath = `/api/oauth/${connectionType}/callback`;
  const refusesHost = (host: string) => isIpAddress(host) && (!takesIpAddress || isLoopbackAddress(host));
  const redirectUriProblem = (value: string) =>
    redirectProblem(callbackPath, refusesHost)(value) ??
    (ourOrigin && new URL(value).origin !== ourOrigin ? NOT_OUR_ORIGIN : undefined);
  const environmentRemedy = `Set it to ${environments.join(" or ")}, or leave it empty for production`;
  const environmentProblem = (value: string) =>
    environments.some((one) => one === value) ? undefined : `is not ${environments.join(" or ")}`;
  if (!["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"].some(given)) return undefined;
  return Object.freeze({
    clientId: read("CLIENT_ID", `Copy it from ${credentialsAt}`, credentialProblem),
    clientSecret: read("CLIENT_SECRET", `Copy it from ${credentialsAt}`, credentialProblem),
    redirectUri: read(
      "REDIRECT_URI",
      `Example: https://countersign.example.com${callbackPath}`,
      redirectUriProblem,
    ),
    environment: given("ENVIRONMENT")
      ? (read("ENVIRONMENT", environmentRemedy, environmentProblem) as Environment)
      : "production",
    scope: given("SCOPES")
      ? wordsOf(read("SCOPES", scopesRemedy(provider), scopesProblem(provider))).join(" ")
      : provider.scope,
    ...(given("CONNECTION_LIMIT") && {
      connectionLimit: Number(read("CONNECTION_LIMIT", limitRemedy(provider), limitProblem(provider))),
    }),
  });
}

const limitProblem =
  ({ connectionTiers }: ProviderVariables) =>
  (value: string) =>
    connectionTiers.some((tier) => String(tier) === value) ? undefined : "is no tier of the provider's";

const limitRemedy = ({ connectionTiers }: ProviderVariables) =>
  connectionTiers.length > 0
    ? `Set it to ${connectionTiers.join(", ")}, or leave it empty, and no one is warned`
    : "Leave it empty: the provider sets no limit";

const wordsOf = (list: string) => list.split(/[\s,]+/).filter(Boolean);

function scopesProblem({ scopes, neededScopes }: ProviderVariables) {
  return (value: string): string | undefined => {
    const given = wordsOf(value);
    const unknown = given.findIndex((scope) => !scopes.includes(scope));
    if (unknown >= 0) return `has an entry (number ${unknown + 1}) that is no scope Countersign knows`;
    if (new Set(given).size < given.length) return "has an entry twice";
    const lacking = neededScopes.find((alternatives) => !alternatives.some((scope) => given.includes(scope)));
    if (lacking) return `lacks ${lacking.join(" or ")}, which Countersign itself needs`;
  };
}

const scopesRemedy = ({ scopes, scope }: ProviderVariables) =>
  `List scopes, separated by spaces, or leave it empty for ${scope}. It knows ${scopes.join(" ")}`;
