import type { Clock } from "@/lib/clock";
import type { TokenSet } from "../grants/token-set";
import type { ApiCalls } from "./api-tracking/api-calls";
import type { LifetimeName } from "./lifetimes";

/** An organisation at a provider: Intuit's realm or Xero's tenant. */
export interface Tenant {
  tenantId: string;
  tenantName: string;
}

/** One OAuth client registration at a provider. */
export interface ProviderConfig {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  environment: "sandbox" | "production";
  /** Base URL of the local simulator that stands in for the provider; unset in production. */
  simulatorUrl?: string | undefined;
}

export interface ProviderDeps {
  fetch: typeof fetch;
  clock: Clock;
  /** How long one HTTP exchange may take, body included, in milliseconds. */
  callTimeoutMs: number;
}

/** A token set together with the provider's reference of the answer that brought it. */
export interface TokenAnswer {
  tokenSet: TokenSet;
  providerRef?: string | undefined;
  /** The email address of the person who consented, where a verified id_token holds it. */
  person?: string | undefined;
  /** Lifetimes that the answer told and that were not believed: the documented ones stand in. */
  doubted?: readonly LifetimeName[];
}

/** Secrets of one authorization request, kept by us until its callback. */
export interface AuthorizationSecrets {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** The owner of a fresh token set, by the provider's own answer to it. */
export interface Identity {
  /** Owner of the token set: Intuit's realmId, Xero's user id. */
  subject: string;
  /** Organisations chosen in this consent; empty where the provider does not say. */
  chosen: Tenant[];
  /** Every organisation the token set reaches. */
  reachable: Tenant[];
  /** Those that let us in when asked who they are; the others are asked before they are connected. */
  read?: Tenant[];
}

/** A successful API call made only to see whether the connection works. */
export interface ProbeAnswer {
  tenantName: string;
  providerRef?: string | undefined;
}

/** What is true of a provider whatever its configuration. */
export interface ProviderFacts {
  /** Stored as `connectionType`. */
  readonly connectionType: string;
  /** As people know it: "QuickBooks Online". */
  readonly displayName: string;
  /** In a button: "Connect to QuickBooks". */
  readonly shortName: string;
  /** What its environment variables begin with: "QUICKBOOKS". */
  readonly variablePrefix: string;
  /** Where its client id and secret are read: "your app's Configuration page at developer.xero.com". */
  readonly credentialsAt: string;
  /** Those it has; one that is not set is production. */
  readonly environments: readonly ("sandbox" | "production")[];
  /** Whether it takes a redirect URI by IP address. None takes a loopback address. */
  readonly takesIpAddress: boolean;
  /** Hosts that a consent leads through, as `form-action` of a content security policy names them. */
  readonly consentHosts: readonly string[];
  /** What a consent asks for, separated by spaces. */
  readonly scope: string;
  /** Who at the customer can consent: "a QuickBooks admin". */
  readonly consentedBy: string;
  /** Paths recorded in the audit log. */
  readonly tokenEndpoint: string;
  readonly probeEndpoint: string;
  /** Header of an answer that the provider's support desk asks for, in lower case. */
  readonly referenceHeader: string;
}

/** What a provider's file exports; the registry lists these. `Client` is what `getOAuthClient` hands out. */
export interface ProviderModule<Client = unknown> extends ProviderFacts {
  create(config: ProviderConfig, deps: ProviderDeps): Provider<Client>;
}

/**
 * Everything Countersign must know of one provider. Adding a provider is one file with this shape and one line
 * in the registry. Failures are CountersignErrors: `reconnect_required` means the provider said invalid_grant.
 */
export interface Provider<Client = unknown> extends ProviderFacts {
  readonly environment: "sandbox" | "production";
  /** What the paths of its API follow: "https://api.xero.com". */
  readonly apiBaseUrl: string;

  authorizationUrl(secrets: AuthorizationSecrets): Promise<URL>;
  /** @throws {CountersignError} consent_denied, consent_expired, misconfigured, client_rejected, provider_unavailable */
  exchangeCode(callbackParams: URLSearchParams, secrets: AuthorizationSecrets): Promise<TokenAnswer>;
  /** @throws {CountersignError} reconnect_required, misconfigured, client_rejected, provider_unavailable, provider_rate_limited */
  refresh(current: TokenSet): Promise<TokenAnswer>;
  /** Asks the provider, with the new token, whose it is. `callbackParams` are claims to verify, never facts. */
  identify(tokenSet: TokenSet, callbackParams: URLSearchParams): Promise<Identity>;
  /** What the callback of a consent to this organisation brings along, for a token set that came without one. */
  callbackParamsFor(tenantId: string): URLSearchParams;
  /** The provider's cheapest call that proves the connection. */
  probe(accessToken: string, tenantId: string): Promise<ProbeAnswer>;
  /**
   * Ends this organisation's access at the provider.
   *
   * @param lastOfGrant No other live connection is served by the grant, so the token set itself may be revoked.
   */
  disconnect(tokenSet: TokenSet, tenantId: string, lastOfGrant: boolean): Promise<void>;
  /**
   * The official SDK's client, carrying the access token and no refresh token.
   *
   * @param calls Must see every call the client makes: begun before it is sent, ended with its answer.
   */
  createClient(tokenSet: TokenSet, tenantId: string, calls: ApiCalls): Promise<Client>;
  /** Has a client that was handed out carry this access token from its next call on. */
  renewClient(client: Client, tokenSet: TokenSet, tenantId: string): void;
}
