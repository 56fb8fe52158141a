import { CountersignError } from "@/lib/errors";
import type { TokenService } from "./service";

export type { Adoption, AdoptionReview } from "./adopt/adopt";
export type { AdoptableTokenSet } from "./adopt/adoptable-token-set";
export type { ConsentOutcome } from "./consent/outcome";
export type { RestingConsent } from "./consent/pending";
export type { HealthObservation, HealthyObservation } from "./deps";
export {
  ClientRejectedError,
  isOfThisProcess,
  NoConnectionError,
  OrganisationUnavailableError,
  ProviderRateLimitedError,
  ProviderUnavailableError,
  ReconnectRequiredError,
  RefreshPendingError,
} from "./errors";
export type { ProviderFacts } from "./providers/provider";
export {
  consentHosts,
  isProviderName,
  type ProviderName,
  providerNames,
  providerOf,
} from "./providers/registry";
export type { TokenService } from "./service";
export type { ProbeStep } from "./vend/probe";

/** One slot per process: the framework may load this module more than once. */
const slot = globalThis as { [key: symbol]: TokenService | undefined };
const SLOT = Symbol.for("countersign.tokenService");

/** Called once at start, with the service composed from the configuration. */
export function provideTokenService(service: TokenService): void {
  slot[SLOT] = service;
}

function provided(): TokenService {
  const service = slot[SLOT];
  if (service) return service;
  throw new CountersignError(
    "misconfigured",
    "The token service was used before the process started it (lib/boot).",
  );
}

/**
 * The token service of this process.
 *
 * @example const token = await tokenService.getValidToken(companyId, "qbo", userId);
 */
export const tokenService: TokenService = {
  getValidToken: (...args) => provided().getValidToken(...args),
  getTokenStatus: (...args) => provided().getTokenStatus(...args),
  getOAuthClient: (...args) => provided().getOAuthClient(...args),
  beginConsent: (...args) => provided().beginConsent(...args),
  completeConsent: (...args) => provided().completeConsent(...args),
  settleConsent: (...args) => provided().settleConsent(...args),
  restingConsent: (...args) => provided().restingConsent(...args),
  adopt: (...args) => provided().adopt(...args),
  reviewAdoption: (...args) => provided().reviewAdoption(...args),
  disconnect: (...args) => provided().disconnect(...args),
  probe: (...args) => provided().probe(...args),
  configuredProviders: () => provided().configuredProviders(),
  requireKnownKeys: () => provided().requireKnownKeys(),
};
