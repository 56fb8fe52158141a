import {
  credentialProblem,
  isIpAddress,
  NOT_OUR_ORIGIN,
  parseUrl,
  quotationProblem,
  redirectProblem,
} from "./value-problems";

export interface ProviderApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface Environment {
  readonly environment: "sandbox" | "production";
}

/**
 * The app at a provider that lib/env.ts does not name: ACME_CLIENT_ID, ACME_CLIENT_SECRET, ACME_REDIRECT_URI
 * and, if need be, ACME_ENVIRONMENT for the connectionType `acme`.
 *
 * @param report Told each variable at fault: its name, what is wrong with it, how to come by a right value.
 * @returns Undefined when none of the first three is given: the provider is not offered.
 */
export function readOtherProvider(
  name: string,
  source: Record<string, string | undefined>,
  report: (variable: string, problem: string, remedy: string) => void,
): (ProviderApp & Environment) | undefined {
  const variableOf = (part: string) => `${name.toUpperCase().replaceAll("-", "_")}_${part}`;
  const given = (part: string) => source[variableOf(part)]?.trim() || undefined;
  if (!["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"].some(given)) return undefined;
  const read = (
    part: string,
    remedy: string,
    problemOf: (value: string) => string | undefined,
    absent?: string,
  ) => {
    const variable = variableOf(part);
    const value = given(part) ?? absent;
    const problem = value === undefined ? "is missing" : (quotationProblem(value) ?? problemOf(value));
    if (problem) report(variable, problem, remedy);
    return value ?? "";
  };
  const callbackPath = `/api/oauth/${name}/callback`;
  const redirectUriProblem = (value: string) => {
    const problem = redirectProblem(callbackPath, isIpAddress)(value);
    const ours = parseUrl(source.NEXTAUTH_URL?.trim() ?? "")?.origin;
    return problem ?? (ours && new URL(value).origin !== ours ? NOT_OUR_ORIGIN : undefined);
  };
  const isEnvironment = (value: string) => value === "sandbox" || value === "production";
  const fromProvider = "Copy it from your app's page at the provider";
  return Object.freeze({
    clientId: read("CLIENT_ID", fromProvider, credentialProblem),
    clientSecret: read("CLIENT_SECRET", fromProvider, credentialProblem),
    redirectUri: read(
      "REDIRECT_URI",
      `Example: https://countersign.example.com${callbackPath}`,
      redirectUriProblem,
    ),
    environment: read(
      "ENVIRONMENT",
      "Set it to sandbox or production, or leave it empty for production",
      (value) => (isEnvironment(value) ? undefined : "is neither sandbox nor production"),
      "production",
    ) as Environment["environment"],
  });
}
