import { processPart } from "@/lib/process";
import type { TokenService } from "./service";

export type { Adoption, AdoptionReview } from "./adopt/adopt";
export type { AdoptableTokenSet } from "./adopt/adoptable-token-set";
export type { ConsentOutcome } from "./consent/outcome";
export type { RestingConsent } from "./consent/pending";
export type { HealthObservation, HealthyObservation } from "./deps";
export type { DueGrant, TokenEngine } from "./engine";
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
export { type Deadline, deadlineOf, expiredWords, expiryOfGrant, SAME_END_SECONDS } from "./grants/deadline";
export type { ProviderFacts } from "./providers/provider";
export {
  consentHosts,
  environmentsOf,
  isProviderName,
  type ProviderName,
  providerCalls,
  providerNames,
  providerOf,
  providersCalled,
} from "./providers/registry";
export type { TokenService } from "./service";
export type { ProbeStep } from "./vend/probe";
export type { AskedToken } from "./vend/vend-request";
export type { Confirmation, HandedToken, VendedToken } from "./vend/vended-token";

const { get: provided, install } = processPart<TokenService>("tokenService");

export const installTokenService = install;

/**
 * The token service of this process. Products import it by this name, before anything is composed.
 *
 * @example const token = await tokenService.getValidToken(companyId, "qbo", userId);
 */
export const tokenService: TokenService = {
  getValidToken: (...args) => provided().getValidToken(...args),
  vendToken: (request) => provided().vendToken(request),
  reportRejected: (...args) => provided().reportRejected(...args),
  getTokenStatus: (...args) => provided().getTokenStatus(...args),
  getOAuthClient: (...args) => provided().getOAuthClient(...args),
  beginConsent: (...args) => provided().beginConsent(...args),
  beginVisit: (request) => provided().beginVisit(request),
  publicConsenter: (callback) => provided().publicConsenter(callback),
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
