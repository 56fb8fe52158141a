import * as oauth from "openid-client";
import { CountersignError } from "@/lib/errors";
import { ClientRejectedError, ProviderUnavailableError, ReconnectRequiredError } from "../errors";
import type { TokenSet } from "../token-set";
import type { AuthorizationSecrets, ProviderConfig, ProviderDeps, TokenAnswer } from "./provider";
import { callProvider, detailsOf, failureOf, jsonOf, type ProviderAnswer } from "./provider-call";

interface Lifetimes {
  accessSeconds: number;
  refreshSeconds: number;
}

interface EndpointOptions {
  displayName: string;
  referenceHeader: string;
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  scope: string;
  /** The documented lifetimes, for answers that leave them out. */
  lifetimes: Lifetimes;
  extraTokenHeaders?: Record<string, string>;
}

const CLOCK_TOLERANCE_SECONDS = 60;

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
    if (answer.status !== 200) throw tokenFailure(displayName, answer, deps.clock.nowMs());
    return { tokenSet: tokenSetFrom(answer, options, current), providerRef: answer.providerRef };
  };

  const exchangeCode = async (callbackParams: URLSearchParams, secrets: AuthorizationSecrets) => {
    let answer: ProviderAnswer | undefined;
    const client = clientConfiguration(options, config, deps, (received) => {
      answer = received;
    });
    const callbackUrl = new URL(config.redirectUri);
    callbackUrl.search = callbackParams.toString();
    try {
      await oauth.authorizationCodeGrant(client, callbackUrl, {
        expectedState: secrets.state,
        expectedNonce: options.scope.split(" ").includes("openid") ? secrets.nonce : undefined,
        pkceCodeVerifier: secrets.codeVerifier,
      });
    } catch (cause) {
      throw exchangeFailure(displayName, cause, answer, deps.clock.nowMs());
    }
    if (!answer) throw new ProviderUnavailableError(`${displayName} gave no answer to the code exchange.`);
    return { tokenSet: tokenSetFrom(answer, options), providerRef: answer.providerRef };
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
  onAnswer?: (answer: ProviderAnswer) => void,
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
    onAnswer?.(answer);
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  };
  if (options.tokenEndpoint.startsWith("http://")) oauth.allowInsecureRequests(configuration);
  return configuration;
}

/**
 * Reads a token answer as leniently as safety allows: a rotated refresh token must never be dropped because
 * a lesser field is missing.
 */
function tokenSetFrom(answer: ProviderAnswer, options: EndpointOptions, current?: TokenSet): TokenSet {
  const body = jsonOf(answer) ?? {};
  const accessToken = textOf(body.access_token);
  const refreshToken = textOf(body.refresh_token) ?? current?.refreshToken;
  if ((!accessToken && !textOf(body.refresh_token)) || !refreshToken) {
    const message = `${options.displayName} answered 200 without a token set.`;
    throw new ProviderUnavailableError(message, detailsOf(answer));
  }
  const { sentAtMs } = answer;
  const after = (seconds: number) => sentAtMs + seconds * 1_000;
  const hardSeconds = secondsOf(body.x_refresh_token_hard_expires_in);
  const refreshSeconds = secondsOf(body.x_refresh_token_expires_in) ?? options.lifetimes.refreshSeconds;
  return {
    accessToken: accessToken ?? "",
    refreshToken,
    scope: textOf(body.scope) ?? current?.scope ?? options.scope,
    issuedAtMs: sentAtMs,
    accessExpiresAtMs: accessToken
      ? after(secondsOf(body.expires_in) ?? options.lifetimes.accessSeconds)
      : sentAtMs,
    refreshExpiresAtMs: after(refreshSeconds),
    hardExpiresAtMs: hardSeconds === undefined ? (current?.hardExpiresAtMs ?? null) : after(hardSeconds),
  };
}

function tokenFailure(displayName: string, answer: ProviderAnswer, nowMs: number): CountersignError {
  const details = detailsOf(answer);
  const errorCode = jsonOf(answer)?.error;
  if (answer.status === 400 && errorCode === "invalid_grant") {
    return new ReconnectRequiredError(
      `${displayName} no longer accepts the refresh token (invalid_grant).`,
      details,
    );
  }
  if (errorCode === "invalid_client" || errorCode === "unauthorized_client") {
    const message = `${displayName} rejected our client id or secret (${errorCode}).`;
    return new ClientRejectedError(message, details);
  }
  return failureOf(displayName, answer, nowMs);
}

function exchangeFailure(
  displayName: string,
  cause: unknown,
  answer: ProviderAnswer | undefined,
  nowMs: number,
): CountersignError {
  if (cause instanceof CountersignError) return cause;
  if (cause instanceof oauth.AuthorizationResponseError) {
    return new CountersignError(
      "consent_denied",
      `The consent at ${displayName} was not given (${cause.error}).`,
    );
  }
  if (answer && answer.status !== 200) {
    const failure = tokenFailure(displayName, answer, nowMs);
    if (failure.code !== "reconnect_required") return failure;
    const message = `${displayName} did not accept the authorization code: it was used before or is too old.`;
    return new CountersignError("consent_expired", message, detailsOf(answer));
  }
  const why = cause instanceof Error ? cause.message : "unknown";
  return new CountersignError(
    "consent_expired",
    `${displayName}'s answer to the consent did not verify: ${why}.`,
  );
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function formEncode(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}
