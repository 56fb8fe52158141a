import type { Provider } from "./model";
import type { Simulation } from "./simulation";

/** What our app asks the person to allow. */
export interface AuthorizeRequest {
  provider: Provider;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  nonce?: string;
  codeChallenge?: string;
}

/** Shown as a page, never redirected: whoever asked can't be trusted with an answer. */
export class AuthorizeError extends Error {
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.name = "AuthorizeError";
    this.error = error;
  }
}

const INTUIT_SCOPE =
  /^(openid|profile|email|phone|address|com\.intuit\.quickbooks\.(accounting|payment)|[a-z-]+\.[a-z.-]+)$/;
const XERO_SCOPE =
  /^(openid|profile|email|offline_access|(accounting|payroll|finance)(\.[a-z]+)+|(files|assets|projects|bankfeeds)(\.read)?)$/;

/** Reads and checks the query of an authorize address. @throws {AuthorizeError} */
export function parseAuthorizeRequest(
  sim: Simulation,
  provider: Provider,
  query: URLSearchParams,
): AuthorizeRequest {
  const app = sim.world.apps[provider];
  const clientId = query.get("client_id") ?? "";
  if (clientId !== app.clientId)
    throw new AuthorizeError("invalid_client", `Unknown client_id "${clientId}"`);
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!app.redirectUris.includes(redirectUri)) {
    const registered = app.redirectUris.map((uri) => `"${uri}"`).join(", ") || "none";
    throw new AuthorizeError(
      "invalid_redirect_uri",
      `The redirect_uri "${redirectUri}" is not registered (registered: ${registered})`,
    );
  }
  if (query.get("response_type") !== "code") {
    throw new AuthorizeError("unsupported_response_type", "response_type must be code");
  }
  const scopes = (query.get("scope") ?? "").split(" ").filter(Boolean);
  const known = provider === "qbo" ? INTUIT_SCOPE : XERO_SCOPE;
  const unknown = scopes.find((scope) => !known.test(scope));
  if (unknown !== undefined) throw new AuthorizeError("invalid_scope", `Unknown scope "${unknown}"`);
  if (scopes.length === 0) throw new AuthorizeError("invalid_scope", "scope is missing");
  const state = query.get("state");
  if (provider === "qbo" && !state) throw new AuthorizeError("invalid_request", "state is missing");
  const codeChallenge = query.get("code_challenge") ?? undefined;
  if (codeChallenge !== undefined && query.get("code_challenge_method") !== "S256") {
    throw new AuthorizeError("invalid_request", "code_challenge_method must be S256");
  }
  const nonce = query.get("nonce") ?? undefined;
  return { provider, clientId, redirectUri, scopes, state, nonce, codeChallenge };
}
