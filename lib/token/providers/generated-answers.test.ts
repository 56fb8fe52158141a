import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CountersignError } from "@/lib/errors";
import type { TokenSet } from "../grants/token-set";
import type { Provider, ProviderConfig, ProviderDeps, TokenAnswer } from "./provider";
import { qbo } from "./qbo";
import { xero } from "./xero";

const RUNS = 5_000;
const NOW_MS = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;
const REALM = "9341450000000001";
const secrets = { state: "s".repeat(43), nonce: "n".repeat(43), codeVerifier: "v".repeat(43) };
const config: ProviderConfig = {
  clientId: "client",
  clientSecret: "secret",
  redirectUri: "https://ours.example/callback",
  environment: "production",
  scope: "openid",
};
const current: TokenSet = {
  accessToken: "old-access",
  refreshToken: "old-refresh",
  scope: "old-scope",
  issuedAtMs: NOW_MS - DAY_MS,
  accessExpiresAtMs: NOW_MS,
  refreshExpiresAtMs: NOW_MS + DAY_MS,
  hardExpiresAtMs: null,
};

interface Answer {
  status: number;
  body: Buffer;
  retryAfter: string | undefined;
}

let answer: Answer;
const deps: ProviderDeps = {
  clock: { nowMs: () => NOW_MS },
  callTimeoutMs: 60_000,
  fetch: async () => {
    const { status, body, retryAfter } = answer;
    const headers: HeadersInit = retryAfter === undefined ? {} : { "retry-after": retryAfter };
    return new Response([204, 205, 304].includes(status) ? null : new Uint8Array(body), { status, headers });
  },
};
const providers = [qbo, xero].map((module): Provider => module.create(config, deps));

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object) => `${base64url({ alg: "RS256" })}.${base64url(claims)}.c2ln`;
const xeroUser = { xero_userid: "8f6e0b1c-user", authentication_event_id: "event" };
const soundIdToken = jwt({
  iss: "https://identity.xero.com",
  aud: config.clientId,
  sub: "subject",
  nonce: secrets.nonce,
  iat: NOW_MS / 1_000,
  exp: NOW_MS / 1_000 + 300,
});

const MISSING = Symbol("missing");
/** Cheaper to make than any array of characters, of which there would be hundreds of thousands. */
const oddText = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map((code) => String.fromCharCode(code >>> 16, code & 0xffff, 0x61));
const foreign = fc.oneof(
  fc.constantFrom<unknown>(
    ...[MISSING, null, "", " ", "\t\n", 0, -1, 1, 59, 1e300, -1e300, 2 ** 63, "9223372036854775807", "1e999"],
    ...[
      "NaN",
      "Infinity",
      "-Infinity",
      "0x10",
      "soon",
      "\u0000",
      "a\u0000b",
      "\ud800",
      "a\udc00b",
      true,
      false,
    ],
    ...[
      [],
      {},
      [null],
      { error: null },
      "x".repeat(3_000),
      Number.MIN_VALUE,
      1_795_861_900_000,
      "6190",
      6190,
    ],
  ),
  oddText,
  fc.double(),
);
const or = (weight: number, ...sound: unknown[]) =>
  fc.oneof({ weight, arbitrary: fc.constantFrom(...sound) }, { weight: 1, arbitrary: foreign });
const objectOf = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .record(fields)
    .map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== MISSING)));

const ERRORS = [
  "invalid_grant",
  "invalid_client",
  "invalid_scope",
  "server_error",
  "made_up",
  "invalid_request",
];
const tokens = objectOf({
  access_token: or(4, jwt(xeroUser), " access ", "\naccess\t"),
  refresh_token: or(4, "refresh-2", " refresh-2 "),
  token_type: or(2, "Bearer", "bearer"),
  expires_in: or(1, 3_600, "1800"),
  x_refresh_token_expires_in: or(1, 8_726_400),
  x_refresh_token_hard_expires_in: or(1, 156_032_154),
  scope: or(1, "openid offline_access"),
  id_token: or(2, soundIdToken, soundIdToken, MISSING),
  error: or(1, MISSING, MISSING, ...ERRORS),
});
const CODES = ["6190", "007001", "130", "100", "3200", "3001", "10000", "4711"];
const intuitFault = fc
  .tuple(or(4, ...CODES), fc.boolean())
  .map(([code, isGateway]) =>
    isGateway
      ? { fault: { error: [{ message: `message=x; errorCode=${String(code)}; statusCode=400`, code }] } }
      : { Fault: { Error: [{ Message: "m", code }], type: "ValidationFault" } },
  );
const problem = objectOf({
  Status: foreign,
  Detail: or(4, "TokenExpired: now", "AuthenticationUnsuccessful"),
});
const connection = objectOf({
  id: or(6, "connection-1"),
  authEventId: or(3, "event"),
  tenantId: or(6, "tenant-1", "tenant-2"),
  tenantType: or(3, "ORGANISATION"),
  tenantName: or(1, "Demo Company"),
});
const apiBodies = fc.oneof(
  or(2, "Acme").map((CompanyName) => ({ CompanyInfo: CompanyName === MISSING ? {} : { CompanyName } })),
  objectOf({ CompanyInfo: foreign, Fault: foreign }),
  or(2, "Acme").map((Name) => ({ Organisations: Name === MISSING ? [] : [{ Name }] })),
  objectOf({ Organisations: foreign }),
  fc.array(connection, { maxLength: 3 }),
  intuitFault,
  problem,
);

const escaped = (text: string) => text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);
const xmlFault = fc
  .constantFrom(...CODES, "", "\u0000")
  .map((code) => `<IntuitResponse><Fault type="f"><Error code="${escaped(code)}"/></Fault></IntuitResponse>`);
const PAGE = "<!doctype html><html><body>6190 invalid_grant</body></html>";

/** A body of these values in every wrapping. */
const wrapped = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> => {
  const text = values.map((value) => JSON.stringify(value === MISSING ? null : value) ?? "");
  return fc.oneof(
    { weight: 12, arbitrary: text.map((json) => Buffer.from(json)) },
    { weight: 1, arbitrary: text.map((json) => Buffer.from(`\ufeff${json}`)) },
    { weight: 1, arbitrary: text.map((json) => gzipSync(json, { level: 1 })) },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.nat(40)).map(([json, cut]) => Buffer.from(json.slice(0, -cut))),
    },
    { weight: 1, arbitrary: xmlFault.map((xml) => Buffer.from(xml)) },
    {
      weight: 1,
      arbitrary: fc.tuple(xmlFault, fc.nat(40)).map(([xml, cut]) => Buffer.from(xml.slice(0, cut))),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from(PAGE)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: foreign.map((value) => Buffer.from(JSON.stringify(value) ?? "")) },
  );
};
const answers = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Answer> =>
  fc.record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(200, 200, 201, 400, 401, 403, 429, 503) },
      { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
    ),
    body: wrapped(values),
    retryAfter: fc.constantFrom(undefined, "60", "1795861900", "99999999999999", "-1", "soon", "1e9"),
  });

/** What an untyped failure, an unbounded text or an unbounded wait would be. */
async function typed<T>(work: () => Promise<T>): Promise<T | CountersignError> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    expectStorable(error.message, 600);
    if (error.providerRef !== undefined) expectStorable(error.providerRef, 200);
    if (error.retryAfterMs !== undefined) expectWithin(error.retryAfterMs, 1, DAY_MS);
    return error;
  }
}

const UNSTORABLE = /[\p{Cc}\p{Surrogate}]/u;

function expectStorable(text: string, max: number): void {
  if (text.length > max || UNSTORABLE.test(text)) throw new Error(`Can't be stored: ${JSON.stringify(text)}`);
}

function expectWithin(value: number | null, least: number, most: number): void {
  if (value !== null && !(Number.isInteger(value) && value >= least && value <= most)) {
    throw new Error(`${value} is not within ${least} and ${most}`);
  }
}

function expectBounded({ tokenSet }: TokenAnswer): void {
  expectStorable(tokenSet.scope, 5_000);
  for (const token of [tokenSet.accessToken, tokenSet.refreshToken]) {
    if (!/^[\x20-\x7e]*$/.test(token) || token !== token.trim())
      throw new Error("A token is not as it is sent");
  }
  expectWithin(tokenSet.accessExpiresAtMs - NOW_MS, tokenSet.accessToken ? 60_000 : 0, DAY_MS);
  expectWithin(tokenSet.refreshExpiresAtMs - NOW_MS, DAY_MS / 24, 5 * 366 * DAY_MS);
  if (tokenSet.hardExpiresAtMs !== null) {
    expectWithin(tokenSet.hardExpiresAtMs - NOW_MS, DAY_MS / 24, 5 * 366 * DAY_MS);
  }
}

/** The answer's tokens as anybody would read them, written apart from the code under test. */
function tokensIn({ status, body }: Answer): { access?: string; refresh?: string; idToken?: string } {
  if (status >= 300 || status === 204 || status === 205) return {};
  try {
    const given = JSON.parse(body.toString("utf8").replace(/^\ufeff/, "")) as Record<string, unknown> | null;
    const read = (name: string) => {
      const value = given?.[name];
      const text = typeof value === "string" ? value.trim() : "";
      return /^[ -~]+$/.test(text) ? text : undefined;
    };
    return { access: read("access_token"), refresh: read("refresh_token"), idToken: read("id_token") };
  } catch {
    return {};
  }
}

const each = fc.constantFrom(...providers);
const run = (values: fc.Arbitrary<unknown>, judge: (provider: Provider, given: Answer) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(each, answers(values), async (provider, given) => {
      answer = given;
      await judge(provider, given);
    }),
    { numRuns: 2 * RUNS },
  );

describe("whatever a provider answers", () => {
  test("to a refresh, no token set that came is lost, and what is kept is bounded", async () => {
    let kept = 0;
    await run(tokens, async (provider, given) => {
      const outcome = await typed(() => provider.refresh(current));
      const { access, refresh } = tokensIn(given);
      if (!access && !refresh) return void expect(outcome).toBeInstanceOf(CountersignError);
      if (outcome instanceof CountersignError) throw outcome;
      expectBounded(outcome);
      if (outcome.tokenSet.refreshToken !== (refresh ?? current.refreshToken)) throw new Error("Lost");
      if (outcome.tokenSet.accessToken !== (access ?? "")) throw new Error("Lost");
      kept++;
    });
    expect(kept).toBeGreaterThan(RUNS / 4);
  }, 120_000);

  test("to a code exchange, no token set that came is lost, and what is kept is bounded", async () => {
    const callback = new URLSearchParams({ code: "code", state: secrets.state });
    let kept = 0;
    await run(tokens, async (provider, given) => {
      const outcome = await typed(() => provider.exchangeCode(callback, secrets));
      const { access, refresh, idToken } = tokensIn(given);
      const verifies =
        idToken === undefined || (idToken === soundIdToken && provider.connectionType === "xero");
      if (!access || !refresh) return void expect(outcome).toBeInstanceOf(CountersignError);
      if (!verifies) return;
      if (outcome instanceof CountersignError) throw outcome;
      expectBounded(outcome);
      if (outcome.tokenSet.refreshToken !== refresh) throw new Error("Lost");
      kept++;
    });
    expect(kept).toBeGreaterThan(RUNS / 8);
  }, 120_000);

  test("to a check, it works or fails as a class, with a name that can be stored", async () => {
    let worked = 0;
    await run(apiBodies, async (provider) => {
      const outcome = await typed(() => provider.probe("access", REALM));
      if (outcome instanceof CountersignError) return;
      expectStorable(outcome.tenantName, 200);
      worked++;
    });
    expect(worked).toBeGreaterThan(0);
  }, 120_000);

  test("to the call of a callback, whose the token is can be stored or is refused as a class", async () => {
    const accessTokens = [
      jwt(xeroUser),
      jwt({ xero_userid: "a\u0000b" }),
      jwt({ xero_userid: 7 }),
      "opaque",
      "a.b.c",
      "",
    ];
    let known = 0;
    await fc.assert(
      fc.asyncProperty(
        each,
        answers(apiBodies),
        or(3, ...accessTokens, ...accessTokens.slice(0, 1)),
        or(6, REALM),
        async (provider, given, accessToken, realmId) => {
          answer = given;
          const tokenSet = {
            ...current,
            accessToken: typeof accessToken === "string" ? accessToken : "opaque",
          };
          const params = new URLSearchParams({ realmId: String(realmId) });
          const outcome = await typed(() => provider.identify(tokenSet, params));
          if (outcome instanceof CountersignError) return;
          for (const { tenantId, tenantName } of outcome.reachable) {
            expectStorable(tenantId, 100);
            expectStorable(tenantName, 200);
          }
          expectStorable(outcome.subject, 100);
          known++;
        },
      ),
      { numRuns: 2 * RUNS },
    );
    expect(known).toBeGreaterThan(0);
  }, 120_000);

  test("with more than may be read, the rest is left unread and the failure is a class", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const flooded = qbo.create(config, { ...deps, fetch: async () => new Response(endless) });
    await expect(flooded.refresh(current)).rejects.toMatchObject({
      code: "provider_unavailable",
      providerStatus: 200,
    });
    expect(sent).toBeLessThan(2_000_000);
  });
});
