import * as oauth from "openid-client";
import type { Clock } from "@/lib/clock";
import type { SsoEnv } from "@/lib/env/sso";
import { foreignName, foreignText } from "@/lib/foreign-text";
import { oncePerProcess } from "@/lib/process";
import { boundedFetch } from "./bounded-fetch";
import { SsoRefusal } from "./sso-refusal";

export interface SsoDeps {
  sso: SsoEnv;
  /** Where the identity provider sends people back to, as it is registered there. */
  callbackUrl: string;
  clock: Clock;
  fetch: typeof fetch;
}

/** What this browser must bring back; it never leaves it unsealed. */
export interface SsoCheck {
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Whether the identity provider was told to ask who it is, even though it knew. */
  fresh: boolean;
  startedAtMs: number;
}

/** A person as their identity provider knows them. */
export interface SsoIdentity {
  issuer: string;
  subject: string;
  email: string;
  /** Only the boolean true says so: some providers write it as text whatever it is. */
  emailVerified: boolean;
  name: string;
  groups: readonly string[];
}

/** Apart by no more than this, two clocks are right. */
const CLOCK_TOLERANCE_SECONDS = 5 * 60;
const DISCOVERED_FOR_MS = 60 * 60_000;
const TIMEOUT_SECONDS = 10;
const MAX_GROUPS = 1_000;

/**
 * Begins a sign-in at the identity provider.
 *
 * @throws {SsoRefusal} `unavailable` when its discovery document can't be had.
 * @see OpenID Connect Core 1.0 §3.1.2.1; RFC 7636; RFC 9700 §2.1
 */
export async function authorizationRequest(
  deps: SsoDeps,
  fresh: boolean,
): Promise<{ url: URL; check: SsoCheck }> {
  const client = await clientOf(deps);
  const check = {
    state: oauth.randomState(),
    nonce: oauth.randomNonce(),
    codeVerifier: oauth.randomPKCECodeVerifier(),
    fresh,
    startedAtMs: deps.clock.nowMs(),
  };
  const url = oauth.buildAuthorizationUrl(client, {
    redirect_uri: deps.callbackUrl,
    scope: scopeOf(client),
    response_type: "code",
    state: check.state,
    nonce: check.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(check.codeVerifier),
    code_challenge_method: "S256",
    ...(fresh && { prompt: "login", max_age: "0" }),
  });
  return { url, check };
}

/**
 * Reads who came back.
 *
 * @param params The query of the address that the identity provider sent the browser to.
 * @throws {SsoRefusal} `cancelled`, `unsound` for an answer that does not verify, `unavailable`.
 * @see OpenID Connect Core 1.0 §3.1.3.7; RFC 9207
 */
export async function identityOf(
  deps: SsoDeps,
  params: URLSearchParams,
  check: SsoCheck,
): Promise<SsoIdentity> {
  const client = await clientOf(deps);
  const callback = new URL(deps.callbackUrl);
  callback.search = params.toString();
  try {
    const tokens = await oauth.authorizationCodeGrant(client, callback, {
      expectedState: check.state,
      expectedNonce: check.nonce,
      pkceCodeVerifier: check.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new SsoRefusal("unsound", "The identity provider's answer names nobody.");
    if (check.fresh) requireFresh(claims.auth_time, check.startedAtMs);
    const hasUserInfo = client.serverMetadata().userinfo_endpoint !== undefined;
    const more = hasUserInfo ? await oauth.fetchUserInfo(client, tokens.access_token, claims.sub) : {};
    return identityFrom({ ...more, ...claims });
  } catch (cause) {
    throw refusalOf(cause);
  }
}

function requireFresh(authTime: unknown, startedAtMs: number): void {
  const earliest = startedAtMs / 1_000 - CLOCK_TOLERANCE_SECONDS;
  if (typeof authTime === "number" && authTime >= earliest) return;
  throw new SsoRefusal("unsound", "The identity provider did not ask who it is.");
}

function identityFrom(claims: oauth.IDToken & Partial<oauth.UserInfoResponse>): SsoIdentity {
  const { iss, sub, email, email_verified: verified, name, groups } = claims as Record<string, unknown>;
  if (typeof iss !== "string" || typeof sub !== "string" || !/^[\x21-\x7e]{1,255}$/.test(sub)) {
    throw new SsoRefusal("unsound", "The identity provider's subject is no id.");
  }
  const address = typeof email === "string" && email.length <= 254 ? foreignText(email, 254) : "";
  const named = Array.isArray(groups) ? groups.slice(0, MAX_GROUPS) : [];
  return {
    issuer: iss,
    subject: sub,
    email: address.trim().toLowerCase(),
    emailVerified: verified === true,
    name: typeof name === "string" ? foreignName(name) : "",
    groups: named.filter((group): group is string => typeof group === "string"),
  };
}

function refusalOf(cause: unknown): SsoRefusal {
  if (cause instanceof SsoRefusal) return cause;
  const own = cause instanceof Error ? cause.cause : undefined;
  if (own instanceof SsoRefusal) return own;
  if (cause instanceof oauth.AuthorizationResponseError) {
    const cancelled = ["access_denied", "login_required", "interaction_required"].includes(cause.error);
    const message = `The identity provider answered ${foreignText(cause.error, 100)}.`;
    return new SsoRefusal(cancelled ? "cancelled" : "unsound", message, { cause });
  }
  const message = cause instanceof Error ? foreignText(cause.message, 200) : "unknown";
  return new SsoRefusal("unsound", `The identity provider's answer did not verify: ${message}.`, { cause });
}

interface Discovered {
  client: oauth.Configuration;
  untilMs: number;
}

const discovered = () => oncePerProcess("ssoDiscovery", () => new Map<string, Discovered>());

/** Read once an hour; a failure is not kept. */
async function clientOf(deps: SsoDeps): Promise<oauth.Configuration> {
  const { sso, clock } = deps;
  const name = `${sso.issuer} ${sso.clientId}`;
  const known = discovered().get(name);
  if (known && clock.nowMs() < known.untilMs) return withClock(known.client, deps);
  try {
    const client = await discover(deps);
    discovered().set(name, { client, untilMs: clock.nowMs() + DISCOVERED_FOR_MS });
    return withClock(client, deps);
  } catch (cause) {
    throw new SsoRefusal("unavailable", "The identity provider's discovery document can't be read.", { cause });
  }
}

function withClock(client: oauth.Configuration, { clock }: SsoDeps): oauth.Configuration {
  client.clientMetadata()[oauth.clockSkew] = Math.round((clock.nowMs() - Date.now()) / 1_000);
  return client;
}

async function discover({ sso, fetch }: SsoDeps): Promise<oauth.Configuration> {
  const issuer = new URL(sso.issuer);
  const client = await oauth.discovery(
    issuer,
    sso.clientId,
    { [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    clientAuthentication(sso.clientSecret),
    {
      timeout: TIMEOUT_SECONDS,
      [oauth.customFetch]: boundedFetch(fetch),
      execute: [
        oauth.enableNonRepudiationChecks,
        ...(issuer.protocol === "http:" ? [oauth.allowInsecureRequests] : []),
      ],
    },
  );
  return client;
}

/** As the provider takes it; HTTP Basic where it does not say. */
function clientAuthentication(secret: string): oauth.ClientAuth {
  const basic = oauth.ClientSecretBasic(secret);
  const post = oauth.ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authenticate = methods.includes("client_secret_basic") ? basic : post;
    return authenticate(server, client, body, headers);
  };
}

function scopeOf(client: oauth.Configuration): string {
  const supported = client.serverMetadata().scopes_supported ?? [];
  const asked = ["openid", "email", "profile"];
  return [...asked, ...(supported.includes("groups") ? ["groups"] : [])].join(" ");
}
