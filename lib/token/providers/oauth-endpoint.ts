import * as oauth from "openid-client";
import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { ProviderUnavailableError } from "../errors";
import type { TokenSet } from "../grants/token-set";
import { codeOf, tokenErrorCode } from "./error-code";
import { namedError } from "./error-table";
import type { AuthorizationSecrets, ProviderConfig, ProviderDeps, TokenAnswer } from "./provider";
import { callProvider, failureOf, type ProviderAnswer, patientDetailsOf } from "./provider-call";
import { idTokenOf, type TokenAnswerOptions, tokenAnswerOf, withoutTokenSet } from "./token-answer";

interface EndpointOptions extends TokenAnswerOptions {
  referenceHeader: string;
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  extraTokenHeaders?: Record<string, string>;
}

/** Beyond this an id_token's times are taken for the work of a wrong clock. */
const CLOCK_TOLERANCE_SECONDS = 5 * 60;

/** A provider's authorization and token endpoints as both providers speak them. */
export interface OAuthEndpoint {
  authorizationUrl(secrets: AuthorizationSecrets): Promise<URL>;
  exchangeCode(callbackParams: URLSearchParams, secrets: AuthorizationSecrets): Promise<TokenAnswer>;
  refresh(current: TokenSet): Promise<TokenAnswer>;
  /** RFC 6749 §2.3.1: both halves form-encoded before they are joined. */
  readonly basicAuthorization: string;
}

/** @see RFC 6749 §4.1, §6; RFC 7636; RFC 9700 §4.14 */
export function createOAuthEndpoint(
  options: EndpointOptions,
  config: ProviderConfig,
  deps: ProviderDeps,
): OAuthEndpoint {
  const { displayName, tokenEndpoint } = options;
  const basicAuthorization = `Basic ${Buffer.from(
    `${formEncode(config.clientId)}:${formEncode(config.clientSecret)}`,
  ).toString("base64")}`;

  const refresh = async (current: TokenSet): Promise<TokenAnswer> => {
    const answer = await callProvider(deps, options, tokenEndpoint, {
      method: "POST",
      headers: {
        authorization: basicAuthorization,
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        ...options.extraTokenHeaders,
      },
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: current.refreshToken,
      }).toString(),
    });
    const nowMs = deps.clock.nowMs();
    return requireTokens(answer, options, nowMs, "refresh", current);
  };

  const exchangeCode = async (callbackParams: URLSearchParams, secrets: AuthorizationSecrets) => {
    let held: { tokens: TokenAnswer; idToken: string | undefined } | undefined;
    let person: string | undefined;
    const client = clientConfiguration(options, config, deps, (answer) => {
      const tokens = requireTokens(answer, options, deps.clock.nowMs(), "exchange");
      held = { tokens, idToken: idTokenOf(answer) };
      return { access_token: tokens.tokenSet.accessToken, token_type: "bearer", id_token: held.idToken };
    });
    const callbackUrl = new URL(config.redirectUri);
    callbackUrl.search = callbackParams.toString();
    try {
      const answer = await oauth.authorizationCodeGrant(client, callbackUrl, {
        expectedState: secrets.state,
        expectedNonce: options.scope.split(" ").includes("openid") ? secrets.nonce : undefined,
        pkceCodeVerifier: secrets.codeVerifier,
      });
      person = emailOf(answer.claims());
    } catch (cause) {
      // An id_token that came must verify. One that is missing leaves PKCE, which binds the code to us by itself.
      if (!held || held.idToken !== undefined) throw exchangeFailure(options, cause, deps.clock.nowMs());
    }
    if (!held) throw new ProviderUnavailableError(`${displayName} gave no answer to the code exchange.`);
    return { ...held.tokens, person };
  };

  return {
    basicAuthorization,
    refresh,
    exchangeCode,
    authorizationUrl: async ({ state, nonce, codeVerifier }) =>
      oauth.buildAuthorizationUrl(clientConfiguration(options, config, deps), {
        redirect_uri: config.redirectUri,
        scope: options.scope,
        state,
        ...(options.scope.split(" ").includes("openid") ? { nonce } : {}),
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      }),
  };
}

function clientConfiguration(
  options: EndpointOptions,
  config: ProviderConfig,
  deps: ProviderDeps,
  /** @returns The answer as the library is to see it, which is stricter with lesser fields than we can be. */
  bodyOf?: (answer: ProviderAnswer) => object,
): oauth.Configuration {
  const server = {
    issuer: options.issuer,
    authorization_endpoint: options.authorizationEndpoint,
    token_endpoint: options.tokenEndpoint,
  };
  const client = {
    client_id: config.clientId,
    [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
    [oauth.clockSkew]: Math.round((deps.clock.nowMs() - Date.now()) / 1_000),
  };
  const configuration = new oauth.Configuration(
    server,
    config.clientId,
    client,
    oauth.ClientSecretBasic(config.clientSecret),
  );
  configuration[oauth.customFetch] = async (url, init) => {
    const headers = { ...(init.headers as Record<string, string>), ...options.extraTokenHeaders };
    const body = init.body as RequestInit["body"];
    const answer = await callProvider(deps, options, url, { method: init.method, headers, body });
    return Response.json(bodyOf?.(answer) ?? {});
  };
  if (options.tokenEndpoint.startsWith("http://")) oauth.allowInsecureRequests(configuration);
  return configuration;
}

/** The answer's token set, or the failure that it stands for: by its error code, or its status where it has none. */
function requireTokens(
  answer: ProviderAnswer,
  options: TokenAnswerOptions,
  nowMs: number,
  place: "exchange" | "refresh",
  current?: TokenSet,
): TokenAnswer {
  const succeeded = answer.status < 300;
  const tokens = succeeded ? tokenAnswerOf(answer, options, current) : undefined;
  if (tokens) return tokens;
  const { displayName } = options;
  const code = tokenErrorCode(answer);
  // Nothing that a provider says while it fails or throttles everyone ends a grant.
  const inTrouble = answer.status === 429 || answer.status >= 500;
  const named =
    inTrouble && code === "invalid_grant"
      ? undefined
      : namedError(place, code, { displayName, ...patientDetailsOf(answer, nowMs) });
  if (named) throw named;
  throw succeeded && code === undefined
    ? withoutTokenSet(answer, options)
    : failureOf(displayName, answer, nowMs, code);
}

function exchangeFailure({ displayName }: EndpointOptions, cause: unknown, nowMs: number): CountersignError {
  // The library wraps what our side of its fetch throws.
  const own = cause instanceof Error ? cause.cause : undefined;
  if (own instanceof CountersignError) return own;
  if (cause instanceof oauth.AuthorizationResponseError) {
    const code = codeOf(cause.error);
    const unknown = `The consent at ${displayName} ended with an error that we don't know${code ? ` (${code})` : ""}.`;
    return namedError("callback", code, { displayName }) ?? new ProviderUnavailableError(unknown);
  }
  const apartSeconds = clockDifference(cause, nowMs);
  if (apartSeconds !== undefined) {
    const minutes = Math.round(Math.abs(apartSeconds) / 60);
    const message = `Countersign's clock, which is its database server's, is ${minutes} minutes ${apartSeconds > 0 ? "behind" : "ahead of"} ${displayName}'s.`;
    const nextStep =
      "Ask your Countersign operator to correct it, then start again. The customer did nothing wrong.";
    return new CountersignError("misconfigured", message, { nextStep });
  }
  const why = cause instanceof Error ? foreignText(cause.message, 200) : "unknown";
  return new CountersignError(
    "consent_expired",
    `${displayName}'s answer to the consent did not verify: ${why}.`,
  );
}

function emailOf(claims: object | undefined): string | undefined {
  const { email } = (claims ?? {}) as { email?: unknown };
  return typeof email === "string" ? foreignText(email, 200) : undefined;
}

/** By how many seconds an id_token's time lies ahead of our clock, when that is why it was refused. */
function clockDifference(cause: unknown, nowMs: number): number | undefined {
  const { code, cause: inner } = (cause ?? {}) as { code?: unknown; cause?: { cause?: unknown } };
  if (code !== "OAUTH_JWT_TIMESTAMP_CHECK_FAILED") return undefined;
  const { claim, claims } = (inner?.cause ?? {}) as { claim?: string; claims?: Record<string, unknown> };
  const at = claim === undefined ? undefined : claims?.[claim];
  return typeof at === "number" ? at - nowMs / 1_000 : 0;
}

function formEncode(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}
