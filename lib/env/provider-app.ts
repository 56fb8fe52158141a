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
}

/** Our app at a provider. */
export interface ProviderApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly environment: Environment;
}

/** A variable at fault: its name, what is wrong with it, how to come by a right value. */
type Report = (variable: string, problem: string, remedy: string) => void;

/**
 * Our app at one provider: ACME_CLIENT_ID, ACME_CLIENT_SECRET, ACME_REDIRECT_URI and, if need be, ACME_ENVIRONMENT for
 * the prefix `ACME`.
 *
 * @param ourOrigin Where people open Countersign; undefined when that is not known.
 * @returns Undefined when none of the first three is given: the provider is not offered.
 */
export function readProviderApp(
  { connectionType, variablePrefix, credentialsAt, environments, takesIpAddress }: ProviderVariables,
  source: Readonly<Record<string, string | undefined>>,
  ourOrigin: string | undefined,
  report: Report,
): ProviderApp | undefined {
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
  });
}
