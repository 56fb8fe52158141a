import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Configuration, Provider as OidcProvider } from "oidc-provider";
import { type Claims, resigned } from "./identity-provider/id-token";
import { type DirectoryPerson, directory } from "./identity-provider/people";
import { signInPage } from "./identity-provider/sign-in-page";

/** What an identity provider does instead of answering. */
type Fault = (request: IncomingMessage, response: ServerResponse) => void;

/** A company's OpenID Connect provider on the loopback, with people who sign in by naming themselves. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** One with the same subject is replaced. */
  add(person: DirectoryPerson): void;
  /** Goes through the sign-in as a person, in a browser of its own. @returns Where it sends the browser back to. */
  signIn(authorizationUrl: URL, subject: string | null): Promise<URL>;
  /** Answers every request so from now on; undefined ends it. */
  fail(fault: Fault | undefined): void;
  /** Changes the claims of every id token from now on; undefined ends it. */
  tamper(change: ((claims: Claims) => Claims) | undefined): void;
  /** Signs id tokens by a key that it does not publish. */
  forge(forged: boolean): void;
  close(): Promise<void>;
}

/** @param redirectUri Where Countersign takes people who come back. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const people = new Map(directory.map((person) => [person.subject, person]));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const clientSecret = randomBytes(32).toString("hex");
  let fault: Fault | undefined;
  let change: ((claims: Claims) => Claims) | undefined;
  let signingKey = privateKey;
  let answer: Fault = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => (fault ?? answer)(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { Provider } = await import("oidc-provider");
  const key = { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "here" };
  const client = { redirectUri, clientSecret };
  const provider = new Provider(issuer, configuration(people, client, { keys: [key] } as never));
  provider.use(async (ctx, next) => {
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.oidc?.route === "token" && body?.id_token && (change || signingKey !== privateKey)) {
      body.id_token = resigned(body.id_token, signingKey, change ?? ((claims) => claims));
    }
  });
  answer = answering(provider, people);
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret,
    add: (person) => people.set(person.subject, person),
    signIn,
    fail: (next) => {
      fault = next;
    },
    tamper: (next) => {
      change = next;
    },
    forge: (forged) => {
      signingKey = forged ? generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey : privateKey;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const CLIENT_ID = "countersign";

function configuration(
  people: ReadonlyMap<string, DirectoryPerson>,
  { redirectUri, clientSecret }: { redirectUri: string; clientSecret: string },
  jwks: NonNullable<Configuration["jwks"]>,
): Configuration {
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks,
    cookies: { keys: [randomBytes(32).toString("hex")] },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name"],
      groups: ["groups"],
      auth_time: null,
    },
    scopes: ["openid", "email", "profile", "groups"],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_ctx, subject) => {
      const person = people.get(subject);
      if (!person) return undefined;
      const { email, emailVerified, name, groups } = person;
      const claims = { sub: subject, email, email_verified: emailVerified, name, groups };
      return { accountId: subject, claims: () => claims as never };
    },
    // The company's own application asks for nobody's consent.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
    ttl: { Interaction: 600, Session: 3_600, Grant: 3_600, AccessToken: 600, IdToken: 600 },
  };
}

/** The provider's own addresses, the page on which a person names themselves, and where tests add people. */
function answering(provider: OidcProvider, people: Map<string, DirectoryPerson>): Fault {
  const callback = provider.callback();
  return (request, response) => {
    const path = request.url ?? "/";
    const work = path.startsWith("/interaction/")
      ? interaction(provider, people, request, response)
      : path === "/control/people" && request.method === "POST"
        ? text(request).then((body) => {
            const person = JSON.parse(body) as DirectoryPerson;
            people.set(person.subject, person);
            response.writeHead(204).end();
          })
        : callback(request, response);
    Promise.resolve(work).catch(() => response.headersSent || response.writeHead(400).end());
  };
}

async function interaction(
  provider: OidcProvider,
  people: ReadonlyMap<string, DirectoryPerson>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(signInPage([...people.values()], request.url ?? ""));
    return;
  }
  const form = new URLSearchParams(await text(request));
  const subject = form.get("subject");
  const result = subject ? { login: { accountId: subject } } : { error: "access_denied" };
  await provider.interactionFinished(request, response, result);
}

/** A browser of a few lines: it keeps cookies, and follows redirects while they stay at the identity provider. */
async function signIn(authorizationUrl: URL, subject: string | null): Promise<URL> {
  const cookies = new Map<string, string>();
  let [url, body] = [authorizationUrl, undefined as URLSearchParams | undefined];
  for (let steps = 0; steps < 8; steps++) {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(body && { method: "POST", body }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get("location");
    if (!location && !url.pathname.startsWith("/interaction/")) throw new Error(await answer.text());
    body = location ? undefined : new URLSearchParams(subject ? { subject } : { cancel: "1" });
    url = location ? new URL(location, url) : url;
    if (url.origin !== authorizationUrl.origin) return url;
  }
  throw new Error("The identity provider sends nobody back");
}
