import type { Actor } from "@/lib/actor";
import { asDatabaseFailure } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { actAs, callerOf, requestContext } from "@/lib/request-context";
import { type Adoption, type AdoptionReview, adopt, planAdoption } from "./adopt/adopt";
import type { AdoptableTokenSet } from "./adopt/adoptable-token-set";
import { type BeginConsent, beginConsent } from "./consent/begin";
import { type Callback, findPublicConsenter, type PublicConsenter } from "./consent/claim-state";
import { completeConsent } from "./consent/complete";
import type { ConsentOutcome } from "./consent/outcome";
import { findPendingConsent, findRestingConsent, type RestingConsent } from "./consent/pending";
import { recordUnforeseen } from "./consent/refusal/refuse";
import { settleConsent } from "./consent/settle";
import { beginVisit } from "./consent/visit/begin-visit";
import type { TokenDeps } from "./deps";
import { type Disconnected, disconnect } from "./disconnect/disconnect";
import { acceptAddresses } from "./discovery/accept-addresses";
import type { ProviderAddresses } from "./discovery/addresses";
import { listAddresses, type ProviderAddressView } from "./discovery/list-addresses";
import { type WantedScopes, wantedScopesOf } from "./grants/scope-drift";
import { keptKnownKeys } from "./keys/require-known-keys";
import { isProviderName, type OfficialClients, type ProviderName } from "./providers/registry";
import type { Refresher } from "./refresh/refresh";
import { oauthClient } from "./vend/oauth-client";
import { type ProbeRequest, type ProbeResult, probe } from "./vend/probe";
import { type TokenStatus, tokenStatus } from "./vend/status";
import { vend, vendFromCache } from "./vend/vend";
import type { AskedToken } from "./vend/vend-request";
import { reportRejected, vendToken } from "./vend/vend-token";
import type { HandedToken, VendedToken } from "./vend/vended-token";

type PublicCallback = Pick<Callback, "connectionType" | "params" | "browserKey">;
type Request = { companyId: string; connectionType: string };

/** How many organisations our app at a provider may be connected to. */
export interface ConnectionLimit {
  connectionType: string;
  environment: string;
  limit: number;
}

/** The token service: every use of a token begins here. */
export interface TokenService {
  /**
   * The access token of a company's connection, refreshed when needed.
   *
   * @param userId Who asks, for the audit log: the id of a user of Countersign, or the name of a service of yours.
   * @throws {NoConnectionError} Never connected, or disconnected.
   * @throws {ReconnectRequiredError} The customer must consent again.
   * @throws {ProviderUnavailableError} Transient; nothing was changed.
   */
  getValidToken(companyId: string, provider: ProviderName, userId: string): Promise<string>;
  /**
   * The same with all that the token's user needs to know of it, for the context's actor. It is there at once, and no
   * promise, where the token is at hand: such a vend asks nobody. With `AUDIT_STRICT` it waits for its row.
   *
   * @throws {CountersignError} As `getValidToken` does; `invalid_input` for what can't be asked; `rejected_too_soon` and
   *   `token_rejected_again` where `rejectedGeneration` is current. What is known at once is thrown and not rejected.
   */
  vendToken(request: AskedToken): VendedToken | Promise<VendedToken>;
  /**
   * Says that the provider refuses an access token that should be good. It is refreshed if it is still the current one,
   * once however many say so; at most once a generation, and not in the ten seconds after its birth.
   *
   * @param generation Of the refused token, as `vendToken` gave it.
   * @returns The newer token.
   * @throws {CountersignError} `rejected_too_soon`, `token_rejected_again`, and as `getValidToken` does.
   */
  reportRejected(
    companyId: string,
    provider: ProviderName,
    generation: number,
    userId: string,
  ): Promise<HandedToken>;
  /** What `getValidToken` would meet, from what is stored. Never throws for a broken connection. */
  getTokenStatus(companyId: string, provider: ProviderName): Promise<TokenStatus>;
  /**
   * The official SDK's client with a valid access token and no refresh token. After a call that is answered 401 its
   * next one carries a newer token, if there is one. Throws as `getValidToken` does.
   */
  getOAuthClient<P extends ProviderName>(companyId: string, provider: P): Promise<OfficialClients[P]>;
  /** Where to send a browser for a consent. */
  beginConsent(request: BeginConsent): Promise<URL>;
  /** Where to send the browser of a person without an account, whose organisation the callback finds. */
  beginVisit(request: { connectionType: string; browserKey: string; returnTo: string }): Promise<URL>;
  /**
   * Who began a consent without an account: the link, or the visitor of a public page, that the state names; undefined
   * for every other callback.
   */
  publicConsenter(callback: PublicCallback): Promise<PublicConsenter | undefined>;
  /** Takes the browser's return. */
  completeConsent(callback: Callback): Promise<ConsentOutcome>;
  /**
   * Settles a consent that rests: with the person's choice, or once more after a transient failure.
   *
   * @param tenantId The organisation chosen; undefined to try again without one.
   */
  settleConsent(pendingConsentId: string, actor: Actor, tenantId?: string): Promise<ConsentOutcome>;
  /** What a resting consent waits for; undefined when it is unknown, settled, too old or somebody else's. */
  restingConsent(pendingConsentId: string, actor: Actor): Promise<RestingConsent | undefined>;
  /**
   * Takes over a token set that an existing OAuth system obtained. One live call with the access token says whose it
   * is; the refresh token is never spent. A token set older than the one held changes nothing.
   *
   * @throws {CountersignError} `invalid_input` naming the field (an expired access token is one), `not_found`,
   *   `wrong_organisation`, `organisation_taken`, `reconnect_required`, or a retryable failure. Nothing was changed.
   */
  adopt(
    companyId: string,
    provider: ProviderName,
    tokenSet: AdoptableTokenSet,
    userId: string,
  ): Promise<Adoption>;
  /** What `adopt` would do, for a company that need not exist yet. Throws as `adopt` does. */
  reviewAdoption(
    companyId: string,
    provider: ProviderName,
    tokenSet: AdoptableTokenSet,
    userId: string,
  ): Promise<AdoptionReview>;
  disconnect(request: Request): Promise<Disconnected>;
  /** Proves a connection by a live call. Throws the failure class it met. */
  probe(request: ProbeRequest): Promise<ProbeResult>;
  /** The providers that this process has an app for. */
  configuredProviders(): readonly ProviderName[];
  /** What the consents of those providers ask for. */
  wantedScopes(): readonly WantedScopes[];
  /** How many organisations those may be connected to, where that is configured. */
  connectionLimits(): readonly ConnectionLimit[];
  /** Where those are asked for consents and tokens, and what their discovery documents say of it. */
  listAddresses(): Promise<ProviderAddressView[]>;
  /**
   * Puts the addresses that a provider's discovery document names into effect, for the context's actor.
   *
   * @param seen The addresses that the person compared.
   * @throws {CountersignError} `invalid_input`: they have changed since, or one does not lie with the provider.
   */
  acceptAddresses(connectionType: string, seen: ProviderAddresses): Promise<void>;
  /** Makes sure that this process can open what is stored. @throws {CountersignError} `misconfigured`. */
  requireKnownKeys(): Promise<void>;
}

const SERVICE: Actor = { kind: "service", id: "token-service" };
const VALID_TOKEN = ["CALL", "tokenService.getValidToken"] as const;
const CLIENT = ["CALL", "tokenService.getOAuthClient"] as const;

/** No door meets a bare error of the database: what it stands for has a code and says who acts. */
function typed<T>(work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw asDatabaseFailure(error) ?? error;
  });
}

export function createTokenService(deps: TokenDeps, refresher: Refresher): TokenService {
  return {
    getValidToken: async (companyId, connectionType, userId) => {
      const actor: Actor = { kind: "caller", id: userId };
      const request = {
        companyId,
        connectionType,
        actor,
        operation: "token.vend",
        via: VALID_TOKEN,
      } as const;
      const cached = vendFromCache(deps, request);
      if (cached === undefined) {
        const vended = await actAs(actor, () => vend(deps, refresher, request));
        return vended.tokenSet.accessToken;
      }
      if (deps.auditStrict) await deps.audit.flushed();
      return cached.token.accessToken;
    },
    vendToken: (request) => vendToken(deps, refresher, request),
    reportRejected: async (companyId, connectionType, rejectedGeneration, userId) =>
      actAs({ kind: "caller", id: userId }, () =>
        reportRejected(deps, refresher, { companyId, connectionType, rejectedGeneration }),
      ),
    getTokenStatus: (companyId, connectionType) => tokenStatus(deps, companyId, connectionType),
    getOAuthClient: async <P extends ProviderName>(companyId: string, connectionType: P) => {
      const { actor = SERVICE } = requestContext();
      const request = { companyId, connectionType, actor, operation: "token.client", via: CLIENT } as const;
      const client = await actAs(actor, () => oauthClient(deps, refresher, request));
      return client as OfficialClients[P];
    },
    beginConsent: (request) => typed(beginConsent(deps, request)),
    beginVisit: (request) => typed(beginVisit(deps, request)),
    publicConsenter: (callback) => typed(findPublicConsenter(deps, callback)),
    completeConsent: (callback) =>
      actAs(callback.actor, () => typed(completeConsent(deps, refresher, callback))),
    settleConsent: (pendingConsentId, actor, tenantId) =>
      actAs(actor, async () => {
        const pending = await typed(findPendingConsent(deps, pendingConsentId, actor));
        const choice = tenantId === undefined ? {} : { chosenTenantId: tenantId };
        const settled = settleConsent(deps, refresher, pending, choice).catch(async (error: unknown) => {
          if (!(error instanceof CountersignError)) await recordUnforeseen(deps, pending, error);
          throw error;
        });
        return typed(settled);
      }),
    restingConsent: (pendingConsentId, actor) => typed(findRestingConsent(deps, pendingConsentId, actor)),
    adopt: (companyId, connectionType, tokenSet, userId) =>
      actAs(callerOf(String(userId)), () =>
        typed(adopt(deps, { companyId, connectionType, tokenSet, userId })),
      ),
    reviewAdoption: async (companyId, connectionType, tokenSet, userId) => {
      const actor = callerOf(String(userId));
      const request = { companyId, connectionType, tokenSet, userId };
      const plan = await actAs(actor, () => typed(planAdoption(deps, request)));
      return { ...plan, apply: () => actAs(actor, plan.apply) };
    },
    disconnect: (request) => typed(disconnect(deps, refresher, request)),
    probe: (request) => typed(probe(deps, refresher, request)),
    configuredProviders: () => [...deps.providers.keys()].filter(isProviderName),
    wantedScopes: () => [...deps.providers.values()].map(wantedScopesOf),
    connectionLimits: () =>
      [...deps.providers.values()].flatMap(({ connectionType, environment, connectionLimit: limit }) =>
        limit === undefined ? [] : [{ connectionType, environment, limit }],
      ),
    listAddresses: () => typed(listAddresses(deps)),
    acceptAddresses: (connectionType, seen) => typed(acceptAddresses(deps, connectionType, seen)),
    requireKnownKeys: keptKnownKeys(deps.database, deps.keyring, () => performance.now()),
  };
}
