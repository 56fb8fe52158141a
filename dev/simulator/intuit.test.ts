import { describe, expect, it } from "vitest";
import type { Simulator } from "./index";
import {
  authorizeUrl,
  basic,
  codeOf,
  companyInfo,
  connectIntuit,
  DAY_MS,
  exchange,
  first,
  HOUR_MS,
  REDIRECT_URI,
  refresh,
  simulatorForTest,
  tokenRequest,
} from "./test-app";

const INVALID = { error: "invalid_grant", error_description: "Token invalid" };
const HARD_HEADER = { "x-include-refresh-token-hard-expires-in": "true" };

async function connected() {
  const simulator = await simulatorForTest();
  const { realmId } = simulator.control.addIntuitCompany({ name: "Acme" });
  return { simulator, realmId, tokens: await connectIntuit(simulator, realmId) };
}

function consentCode(simulator: Simulator, realmId: string, changes: Record<string, string> = {}): string {
  const url = authorizeUrl(simulator, "qbo", changes);
  return codeOf(simulator.control.consent({ provider: "qbo", authorizeUrl: url, realmId }).redirectTo);
}

describe("refresh", () => {
  it("hands out one refresh value for 24 hours, then a new one", async () => {
    const { simulator, tokens } = await connected();
    expect(tokens.refresh_token).toMatch(/^RT1-/);
    simulator.clock.advance(DAY_MS - 1);
    expect((await refresh(simulator, "qbo", tokens.refresh_token)).body.refresh_token).toBe(
      tokens.refresh_token,
    );
    simulator.clock.advance(1);
    const rotated = await refresh(simulator, "qbo", tokens.refresh_token);
    expect(rotated.body.refresh_token).toMatch(/^RT1-/);
    expect(rotated.body.refresh_token).not.toBe(tokens.refresh_token);
  });

  it.each([
    { oldRefreshGraceSeconds: 0, accepted: false },
    { oldRefreshGraceSeconds: 86_400, accepted: true },
  ])("with $oldRefreshGraceSeconds s of grace, the replaced value is accepted: $accepted", async (knob) => {
    const { simulator, tokens } = await connected();
    simulator.control.setKnobs({ intuit: { oldRefreshGraceSeconds: knob.oldRefreshGraceSeconds } });
    simulator.clock.advance(DAY_MS);
    const current = (await refresh(simulator, "qbo", tokens.refresh_token)).body.refresh_token;
    simulator.clock.advance(DAY_MS - 1);
    const retry = await refresh(simulator, "qbo", tokens.refresh_token);
    expect(retry.status).toBe(knob.accepted ? 200 : 400);
    expect(retry.body).toMatchObject(knob.accepted ? { refresh_token: current } : INVALID);
    simulator.clock.advance(1);
    expect((await refresh(simulator, "qbo", tokens.refresh_token)).body).toEqual(INVALID);
    const counters = simulator.control.counters();
    expect(counters.qbo.spentValueUses).toBe(2);
    expect(first(Object.values(counters.grants))).toMatchObject({ spentValueUses: 2, provider: "qbo" });
  });

  it.each([false, true])("refuses the second of two at once; family revoked: %s", async (revokes) => {
    const { simulator, tokens } = await connected();
    simulator.control.setKnobs({ intuit: { revokeFamilyOnConcurrentUse: revokes } });
    simulator.control.addFault({ effect: { kind: "delayResponse", delayMs: 200 }, endpoint: "token" });
    const both = [1, 2].map(() => refresh(simulator, "qbo", tokens.refresh_token));
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(simulator.control.counters().qbo.maxRefreshesInFlightPerGrant).toBe(2);
    const later = await refresh(simulator, "qbo", tokens.refresh_token);
    expect(later.status).toBe(revokes ? 400 : 200);
    expect(simulator.control.grants()[0]?.endedBy).toBe(revokes ? "concurrent-use" : undefined);
  });

  it("lets a refresh value die after 100 days, and a used one live on", async () => {
    const { simulator, realmId, tokens } = await connected();
    expect(tokens.x_refresh_token_expires_in).toBe(100 * 86_400);
    simulator.clock.advance(100 * DAY_MS - 1);
    const rotated = await refresh(simulator, "qbo", tokens.refresh_token);
    expect(rotated.body.x_refresh_token_expires_in).toBe(100 * 86_400);
    simulator.clock.advance(99 * DAY_MS);
    expect((await refresh(simulator, "qbo", rotated.body.refresh_token)).status).toBe(200);
    const fresh = await connectIntuit(simulator, realmId);
    simulator.clock.advance(100 * DAY_MS);
    expect((await refresh(simulator, "qbo", fresh.refresh_token)).body).toEqual(INVALID);
  });

  it("ends every grant after five years, and says so only when the header asks", async () => {
    const { simulator, tokens } = await connected();
    expect(tokens).not.toHaveProperty("x_refresh_token_hard_expires_in");
    let value = tokens.refresh_token ?? "";
    const step = async (headers = {}) => {
      const fields = { grant_type: "refresh_token", refresh_token: value };
      const answer = await tokenRequest(simulator, "qbo", fields, headers);
      value = answer.body.refresh_token ?? value;
      return answer;
    };
    const asked = await step(HARD_HEADER);
    expect(asked.body.x_refresh_token_hard_expires_in).toBe(5 * 365 * 86_400);
    for (let year = 0; year < 20; year++) {
      simulator.clock.advance(91 * DAY_MS);
      expect((await step()).status).toBe(200);
    }
    const last = await step(HARD_HEADER);
    expect(last.body.x_refresh_token_hard_expires_in).toBe(5 * 86_400);
    expect(last.body.x_refresh_token_expires_in).toBe(5 * 86_400);
    simulator.clock.advance(5 * DAY_MS);
    expect((await step()).body).toEqual(INVALID);
  });
});

describe("code", () => {
  it("works once; using it twice kills its tokens, or doesn't, by the knob", async () => {
    const { simulator, realmId } = await connected();
    for (const killed of [true, false]) {
      simulator.control.setKnobs({ intuit: { killTokensOnCodeReuse: killed } });
      const code = consentCode(simulator, realmId);
      const tokens = (await exchange(simulator, "qbo", code)).body;
      const again = await exchange(simulator, "qbo", code);
      expect(again.status).toBe(400);
      expect(again.body).toEqual({ error: "invalid_grant" });
      expect((await refresh(simulator, "qbo", tokens.refresh_token)).status).toBe(killed ? 400 : 200);
      expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(killed ? 401 : 200);
    }
  });

  it("is refused late, unknown, with another redirect URI, or at the other provider", async () => {
    const { simulator, realmId } = await connected();
    const code = consentCode(simulator, realmId);
    const refused = [
      await exchange(simulator, "qbo", "AB11never-issued"),
      await exchange(simulator, "qbo", code, { redirect_uri: `${REDIRECT_URI}/` }),
      await exchange(simulator, "xero", code),
    ];
    simulator.clock.advance(600_000);
    refused.push(await exchange(simulator, "qbo", code));
    for (const answer of refused) expect(answer.body).toEqual({ error: "invalid_grant" });
  });

  it("checks a PKCE verifier only with the knob", async () => {
    const { simulator, realmId } = await connected();
    const challenge = { code_challenge: "x".repeat(43), code_challenge_method: "S256" };
    expect((await exchange(simulator, "qbo", consentCode(simulator, realmId, challenge))).status).toBe(200);
    simulator.control.setKnobs({ intuit: { verifyPkce: true } });
    const wrong = { code_verifier: "wrong" };
    const code = consentCode(simulator, realmId, challenge);
    expect((await exchange(simulator, "qbo", code, wrong)).status).toBe(400);
  });

  it("supersedes the realm's earlier grant, never another realm's", async () => {
    const { simulator, realmId, tokens } = await connected();
    const other = simulator.control.addIntuitCompany({ name: "Other" });
    const otherTokens = await connectIntuit(simulator, other.realmId);
    await connectIntuit(simulator, realmId);
    expect((await refresh(simulator, "qbo", tokens.refresh_token)).status).toBe(400);
    expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(200);
    expect((await refresh(simulator, "qbo", otherTokens.refresh_token)).status).toBe(200);
  });
});

describe("token endpoint", () => {
  it("answers 401 invalid_client to a wrong secret and decodes a percent-encoded one", async () => {
    const simulator = await simulatorForTest({ clientSecrets: { qbo: "p%c-t:_/" } });
    const { realmId } = first(simulator.control.world().intuitCompanies);
    const attempt = async (authorization: string) => {
      const fields = { grant_type: "authorization_code", redirect_uri: REDIRECT_URI };
      const code = consentCode(simulator, realmId);
      return tokenRequest(simulator, "qbo", { ...fields, code }, { authorization });
    };
    const encoded = Buffer.from("sim%2Dqbo%2Dclient:p%25c%2Dt%3A%5F%2F").toString("base64");
    expect((await attempt(`Basic ${encoded}`)).status).toBe(200);
    expect((await attempt(basic("qbo", "p%c-t:_/"))).status).toBe(200);
    for (const bad of [basic("qbo"), "Basic !!", ""]) {
      const refused = await attempt(bad);
      expect([refused.status, refused.body]).toEqual([401, { error: "invalid_client" }]);
    }
    simulator.control.setClientSecret("qbo", "rotated");
    expect((await attempt(`Basic ${encoded}`)).status).toBe(401);
    expect(simulator.control.counters().qbo.invalidClients).toBe(4);
  });

  it("refuses other grant types and carries intuit_tid on every answer", async () => {
    const { simulator } = await connected();
    const answer = await tokenRequest(simulator, "qbo", { grant_type: "password" });
    expect([answer.status, answer.body]).toEqual([400, { error: "unsupported_grant_type" }]);
    expect(answer.headers.get("intuit_tid")).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect((await tokenRequest(simulator, "qbo", {})).body.error).toBe("invalid_request");
  });
});

describe("revocation and API", () => {
  const revoke = (simulator: Simulator, token: string, contentType = "application/json") =>
    fetch(`${simulator.url}/intuit/v2/oauth2/tokens/revoke`, {
      method: "POST",
      headers: { authorization: basic("qbo"), "content-type": contentType },
      body: contentType === "application/json" ? JSON.stringify({ token }) : `token=${token}`,
    });

  it.each(["access_token", "refresh_token"] as const)("revokes the whole grant by its %s", async (which) => {
    const { simulator, realmId, tokens } = await connected();
    const token = tokens[which] ?? "";
    expect((await revoke(simulator, token, "application/x-www-form-urlencoded")).status).toBe(400);
    expect((await revoke(simulator, token)).status).toBe(200);
    expect((await refresh(simulator, "qbo", tokens.refresh_token)).body).toEqual(INVALID);
    expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(401);
    expect((await revoke(simulator, token)).status).toBe(400);
    expect(simulator.control.counters().qbo.revokes).toBe(3);
  });

  it("answers 401, 403 and 6190 in the shapes QuickBooks uses", async () => {
    const { simulator, realmId, tokens } = await connected();
    const refused = await companyInfo(simulator, realmId, "nonsense");
    expect(refused.status).toBe(401);
    const authenticationError = {
      message: "message=AuthenticationFailed; errorCode=003200; statusCode=401",
      detail: null,
      code: "3200",
      element: null,
    };
    const fault = { error: [authenticationError], type: "AUTHENTICATION" };
    expect(await refused.json()).toMatchObject({ warnings: null, intuitObject: null, fault });

    const other = simulator.control.addIntuitCompany({ name: "Other" });
    const foreign = await companyInfo(simulator, other.realmId, tokens.access_token);
    expect(foreign.headers.get("content-type")).toContain("xml");
    expect(await foreign.text()).toMatch(
      /Fault type="AuthenticationFault"><Error code="100">.*SRV-110-Authentication Failure , statusCode: 401/,
    );

    simulator.control.setIntuitSubscription({ realmId, active: false });
    const lapsed = await companyInfo(simulator, realmId, tokens.access_token);
    expect([lapsed.status, (await lapsed.json()).Fault.Error[0].code]).toEqual([400, "6190"]);

    const { userId } = first(simulator.control.world().intuitUsers.filter(({ admin }) => admin));
    simulator.control.setIntuitAdmin({ userId, admin: false });
    const demoted = await companyInfo(simulator, realmId, tokens.access_token);
    expect(demoted.status).toBe(403);
    const message = "message=AuthorizationFailed; errorCode=003100; statusCode=403";
    expect((await demoted.json()).fault).toMatchObject({
      error: [{ message, code: "3100" }],
      type: "SERVICE",
    });
  });

  it("lets an access token live for an hour", async () => {
    const { simulator, realmId, tokens } = await connected();
    expect(tokens.expires_in).toBe(3_600);
    simulator.clock.advance(HOUR_MS - 1);
    expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(200);
    simulator.clock.advance(1);
    expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(401);
  });

  it("throttles the eleventh call of a second when limits are on", async () => {
    const { simulator, realmId, tokens } = await connected();
    simulator.control.setKnobs({ rateLimits: true });
    for (let call = 0; call < 10; call++) {
      expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(200);
    }
    const throttled = await companyInfo(simulator, realmId, tokens.access_token);
    expect(throttled.status).toBe(429);
    const Message = "message=ThrottleExceeded; errorCode=003001; statusCode=429";
    expect(await throttled.json()).toMatchObject({
      Fault: { Error: [{ Message, code: "3001" }], type: "SERVICE" },
    });
    simulator.clock.advance(1_000);
    expect((await companyInfo(simulator, realmId, tokens.access_token)).status).toBe(200);
  });

  it("speaks XML to callers who don't ask for JSON, and rejects queries it can't read", async () => {
    const { simulator, realmId, tokens } = await connected();
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const base = `${simulator.url}/intuit/v3/company/${realmId}`;
    const text = await (await fetch(`${base}/companyinfo/${realmId}`, { headers })).text();
    expect(text).toContain("<CompanyName>Acme</CompanyName>");
    const rejected = await fetch(`${base}/query?query=delete`, { headers });
    expect([rejected.status, (await rejected.json()).Fault.Error[0].code]).toEqual([400, "4000"]);
  });
});
