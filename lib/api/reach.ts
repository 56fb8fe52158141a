import { companies } from "@/lib/companies";
import { mergedWords } from "@/lib/companies/views";
import type { Env } from "@/lib/env";
import { CountersignError, isCode } from "@/lib/errors";
import type { ApiKey, KeyEnvironment } from "@/lib/people";
import { environmentsOf, isProviderName, type ProviderName, providerOf } from "@/lib/token";

const ENVIRONMENT = { live: "production", test: "sandbox" } as const satisfies Record<KeyEnvironment, string>;

/** The environment of a provider that a key reaches. A provider that has but one is reached by both kinds of key. */
export function environmentOf({ environment }: Pick<ApiKey, "environment">, provider: ProviderName): string {
  const [only, ...others] = environmentsOf(provider);
  return only !== undefined && others.length === 0 ? only : ENVIRONMENT[environment];
}

/** The providers that a key reaches, each with its environment. */
export function providersOf(key: ApiKey): { connectionType: ProviderName; environment: string }[] {
  const reached = [...key.providers].filter(isProviderName);
  return reached.map((connectionType) => ({
    connectionType,
    environment: environmentOf(key, connectionType),
  }));
}

/** A company outside the key's reach answers in these words, and so does one that does not exist. */
export function noCompany(companyId: string): CountersignError {
  return new CountersignError("not_found", `This key knows no company "${companyId}".`);
}

/** @throws {CountersignError} `not_found` */
export function requireCompanyReach({ companyIds }: ApiKey, companyId: string): void {
  if (companyIds && !companyIds.has(companyId)) throw noCompany(companyId);
}

/** @throws {CountersignError} `not_found`: the key does not reach the company, or the provider. */
export function requireReach(key: ApiKey, companyId: string, provider: string): ProviderName {
  requireCompanyReach(key, companyId);
  if (isProviderName(provider) && key.providers.has(provider)) return provider;
  throw new CountersignError("not_found", `This key knows no provider "${provider}".`);
}

/**
 * @throws {CountersignError} `invalid_input`: this Countersign's app at the provider is in the other environment than
 * the key, so nothing that the key makes could be its own.
 */
export function requireEnvironment(env: Pick<Env, "providers">, key: ApiKey, provider: ProviderName): void {
  const environment = environmentOf(key, provider);
  if (env.providers[provider]?.environment === environment) return;
  const message = `This key is of ${environment}, and ${providerOf(provider).displayName} is not connected there.`;
  throw new CountersignError("invalid_input", message, { field: "provider" });
}

/** Work about a company's connection: where there is none, the answer says whether the company is known at all. */
export async function aboutCompany<T>(companyId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await tellingCompany(companyId, error);
  }
}

/** @returns What to throw instead of a failure: a company that does not exist is not found, a merged one names the other. */
export async function tellingCompany(companyId: string, error: unknown): Promise<unknown> {
  if (!isCode(error, "no_connection")) return error;
  const company = await companies().findCompany(companyId);
  if (!company) return noCompany(companyId);
  if (!company.mergedInto) return error;
  return new CountersignError("no_connection", mergedWords(companyId, company.mergedInto.id), {
    cause: error,
  });
}
