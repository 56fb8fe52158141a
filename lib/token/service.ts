import { type BeginConsent, beginConsent } from "./consent/begin";
import type { Callback } from "./consent/claim-state";
import { type ConsentOutcome, completeConsent } from "./consent/complete";
import { findPendingConsent } from "./consent/pending";
import { settleConsent } from "./consent/settle";
import type { Actor, TokenDeps } from "./deps";
import { type Disconnected, disconnect } from "./disconnect";
import { type ProbeResult, probe } from "./probe";
import type { ProviderName } from "./providers/registry";
import type { OfficialClients } from "./official-clients";
import { createRefresher } from "./refresh";
import { requireProvider } from "./require-provider";
import { type TokenStatus, tokenStatus } from "./status";
import { vend } from "./vend";

type Request = { companyId: string; connectionType: string; actor: Actor };

/** The token service: every use of a token begins here. */
export interface TokenService {
  /**
   * The access token of a company's connection, refreshed when needed.
   *
   * @throws {NoConnectionError} Never connected, or disconnected.
   * @throws {ReconnectRequiredError} The customer must consent again.
   * @throws {ProviderUnavailableError} Transient; nothing was changed.
   */
  getValidToken(companyId: string, provider: ProviderName, userId: string): Promise<string>;
  /** What `getValidToken` would meet, from what is stored. Never throws for a broken connection. */
  getTokenStatus(companyId: string, provider: ProviderName): Promise<TokenStatus>;
  /** The official SDK's client with a valid access token and no refresh token. Throws as `getValidToken` does. */
  getOAuthClient<P extends ProviderName>(companyId: string, provider: P): Promise<OfficialClients[P]>;
  /** Where to send a browser for a consent. */
  beginConsent(request: BeginConsent): Promise<URL>;
  /** Takes the browser's return. @throws {ConsentRefusedError} */
  completeConsent(callback: Callback): Promise<ConsentOutcome>;
  /** Settles a consent that rests: with the person's choice, or once more after a transient failure. */
  chooseOrganisation(pendingConsentId: string, tenantId: string, userId: string): Promise<ConsentOutcome>;
  disconnect(request: Request): Promise<Disconnected>;
  /** Proves a connection by a live call. Throws the failure class it met. */
  probe(request: Request): Promise<ProbeResult>;
}

const SERVICE: Actor = { userId: "token-service", kind: "service" };

export function createTokenService(deps: TokenDeps): TokenService {
  const refresh = createRefresher(deps);
  return {
    getValidToken: async (companyId, connectionType, userId) => {
      const actor: Actor = { userId, kind: "user" };
      const vended = await vend(deps, refresh, { companyId, connectionType, actor, operation: "token.vend" });
      return vended.tokenSet.accessToken;
    },
    getTokenStatus: (companyId, connectionType) => tokenStatus(deps, companyId, connectionType),
    getOAuthClient: async <P extends ProviderName>(companyId: string, connectionType: P) => {
      const request = { companyId, connectionType, actor: SERVICE, operation: "token.client" } as const;
      const { connection, tokenSet } = await vend(deps, refresh, request);
      const client = requireProvider(deps.providers, connectionType).createClient(tokenSet, connection.tenantId);
      return (await client) as OfficialClients[P];
    },
    beginConsent: (request) => beginConsent(deps, request),
    completeConsent: (callback) => completeConsent(deps, callback),
    chooseOrganisation: async (pendingConsentId, tenantId, userId) => {
      const pending = await findPendingConsent(deps, pendingConsentId, userId);
      const provider = requireProvider(deps.providers, pending.connectionType);
      return settleConsent(deps, provider, pending, undefined, tenantId);
    },
    disconnect: (request) => disconnect(deps, refresh, request),
    probe: (request) => probe(deps, refresh, request),
  };
}
