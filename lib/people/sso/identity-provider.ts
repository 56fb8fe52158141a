import * as oauth from "openid-client";
import type { Clock } from "@/lib/clock";
import type { SsoEnv } from "@/lib/env";
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
  /** When the identity provider last asked who it is; undefined where it does not tell. */
  provedAtMs: number | undefined;
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
    const provedAtMs = provedAt(deps, client, claims.auth_time, check);
    const hasUserInfo = client.serverMetadata().userinfo_endpoint !== undefined;
    const more = hasUserInfo ? await oauth.fetchUserInfo(client, tokens.access_token, claims.sub) : {};
    return identityFrom(claims, more, provedAtMs);
  } catch (cause) {
    throw refusalOf(cause);
  }
}

/**
 * When the identity provider last asked who it is, as far as it tells.
 *
 * @throws {SsoRefusal} `not_fresh`: it was told to ask, and did not. Of one that never tells, nobody knows.
 */
function provedAt(
  { clock }: SsoDeps,
  client: oauth.Configuration,
  authTime: unknown,
  { fresh, startedAtMs }: SsoCheck,
): number | undefined {
  const told = typeof authTime === "number" ? Math.min(authTime * 1_000, clock.nowMs()) : undefined;
  if (!fresh) return told;
  const tells = client.serverMetadata().claims_supported?.includes("auth_time") ?? false;
  if (told === undefined && !tells) return undefined;
  if (told !== undefined && told >= startedAtMs - CLOCK_TOLERANCE_SECONDS * 1_000) return told;
  throw new SsoRefusal("not_fresh", "The identity provider did not ask who it is.");
}

/** The address and whether it is verified come from one place: an id token that has both, or what was asked for after it. */
function identityFrom(
  claims: Record<string, unknown>,
  more: Record<string, unknown>,
  provedAtMs: number | undefined,
): SsoIdentity {
  const { iss, sub, name = more.name, groups = more.groups } = claims;
  if (typeof iss !== "string" || typeof sub !== "string" || !/^[\x21-\x7e]{1,255}$/.test(sub)) {
    throw new SsoRefusal("unsound", "The identity provider's subject is no id.");
  }
  const isWhole = claims.email !== undefined && claims.email_verified !== undefined;
  const { email, email_verified: verified } = isWhole || more.email === undefined ? claims : more;
  const address = typeof email === "string" && email.length <= 254 ? foreignText(email, 254) : "";
  const named = Array.isArray(groups) ? groups.slice(0, MAX_GROUPS) : [];
  return {
    issuer: iss,
    subject: sub,
    email: address.trim().toLowerCase(),
    emailVerified: verified === true,
    name: typeof name === "string" ? foreignName(name).slice(0, 200) : "",
    groups: named.filter((group): group is string => typeof group === "string"),
    provedAtMs,
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
  server: oauth.ServerMetadata;
  untilMs: number;
}

/** What is read, and what is being read: many who come at once wait for one answer. */
interface Discoveries {
  known: Map<string, Discovered>;
  underWay: Map<string, Promise<oauth.ServerMetadata>>;
}

const discoveries = () =>
  oncePerProcess<Discoveries>("ssoDiscovery", () => ({ known: new Map(), underWay: new Map() }));

/** The clock is the caller's, so every call has a client of its own. */
async function clientOf(deps: SsoDeps): Promise<oauth.Configuration> {
  const { sso, clock, fetch } = deps;
  const server = await serverOf(deps);
  const client = new oauth.Configuration(
    server,
    sso.clientId,
    {
      [oauth.clockSkew]: Math.round((clock.nowMs() - Date.now()) / 1_000),
      [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
    },
    clientAuthentication(sso.clientSecret),
  );
  client.timeout = TIMEOUT_SECONDS;
  client[oauth.customFetch] = boundedFetch(fetch);
  oauth.enableNonRepudiationChecks(client);
  if (isPlain(sso)) oauth.allowInsecureRequests(client);
  return client;
}

/** Its discovery document, read once an hour; a failure is not kept. */
async function serverOf(deps: SsoDeps): Promise<oauth.ServerMetadata> {
  const { known, underWay } = discoveries();
  const { issuer } = deps.sso;
  const read = known.get(issuer);
  if (read && deps.clock.nowMs() < read.untilMs) return read.server;
  const reading = underWay.get(issuer) ?? discover(deps).finally(() => underWay.delete(issuer));
  underWay.set(issuer, reading);
  const server = await reading;
  known.set(issuer, { server, untilMs: deps.clock.nowMs() + DISCOVERED_FOR_MS });
  return server;
}

async function discover({ sso, fetch }: SsoDeps): Promise<oauth.ServerMetadata> {
  try {
    const client = await oauth.discovery(new URL(sso.issuer), sso.clientId, undefined, oauth.None(), {
      timeout: TIMEOUT_SECONDS,
      [oauth.customFetch]: boundedFetch(fetch),
      ...(isPlain(sso) && { execute: [oauth.allowInsecureRequests] }),
    });
    const server = client.serverMetadata();
    if (server.issuer === sso.issuer) return server;
    throw new Error("it names another issuer");
  } catch (cause) {
    const message = "The identity provider's discovery document can't be read.";
    throw new SsoRefusal("unavailable", message, { cause });
  }
}

const isPlain = ({ issuer }: SsoEnv) => new URL(issuer).protocol === "http:";

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
