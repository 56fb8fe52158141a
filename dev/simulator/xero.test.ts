import { describe, expect, it } from "vitest";
import type { Simulator } from "./index";
import {
  authorizeUrl,
  basic,
  claimsOf,
  codeOf,
  connections,
  connectXero,
  DAY_MS,
  exchange,
  first,
  organisation,
  refresh,
  simulatorForTest,
  tokenRequest,
} from "./test-app";

const INVALID = { error: "invalid_grant" };
const MINUTE_MS = 60_000;

async function connected() {
  const simulator = await simulatorForTest();
  const { xeroUserId } = simulator.control.addXeroUser({ name: "Mia Moana" });
  const userIds = [xeroUserId];
  const { tenantId } = simulator.control.addXeroOrganisation({ name: "First Ltd", userIds });
  const second = simulator.control.addXeroOrganisation({ name: "Second Ltd", userIds });
  const tokens = await connectXero(simulator, xeroUserId, [tenantId]);
  return { simulator, xeroUserId, tenantId, secondId: second.tenantId, tokens };
}

function consentCode(simulator: Simulator, xeroUserId: string, changes: Record<string, string> = {}) {
  const script = { provider: "xero" as const, authorizeUrl: authorizeUrl(simulator, "xero", changes) };
  return codeOf(simulator.control.consent({ ...script, xeroUserId }).redirectTo);
}

describe("tokens", () => {
  it("rotate at every refresh and carry Xero's claims", async () => {
    const { simulator, xeroUserId, tokens } = await connected();
    const { status, body, headers } = await refresh(simulator, "xero", tokens.refresh_token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 1_800 });
    expect(body.scope).toContain("offline_access");
    expect(body.refresh_token).not.toBe(tokens.refresh_token);
    expect(headers.get("xero-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
    const claims = claimsOf(body.access_token);
    const names =
      "nbf exp iss aud client_id sub auth_time idp xero_userid global_session_id jti scope amr authentication_event_id";
    expect(Object.keys(claims).sort()).toEqual(names.split(" ").sort());
    expect(claims).toMatchObject({ xero_userid: xeroUserId, client_id: "sim-xero-client", amr: ["pwd"] });
    expect(claimsOf(body.id_token)).not.toHaveProperty("authentication_event_id");
  });

  it.each(["same", "new"] as const)(
    "accept a spent value for 30 minutes and answer with the %s pair",
    async (graceRetry) => {
      const { simulator, tokens } = await connected();
      simulator.control.setKnobs({ xero: { graceRetry } });
      const lost = await refresh(simulator, "xero", tokens.refresh_token);
      simulator.clock.advance(30 * MINUTE_MS - 1);
      const retry = await refresh(simulator, "xero", tokens.refresh_token);
      expect(retry.status).toBe(200);
      expect(retry.body.refresh_token === lost.body.refresh_token).toBe(graceRetry === "same");
      expect((await refresh(simulator, "xero", retry.body.refresh_token)).status).toBe(200);
      simulator.clock.advance(1);
      expect((await refresh(simulator, "xero", tokens.refresh_token)).body).toEqual(INVALID);
      expect(simulator.control.counters().xero).toMatchObject({ spentValueUses: 2, refreshes: 3 });
    },
  );

  it("accept no spent value with a grace of 0", async () => {
    const { simulator, tokens } = await connected();
    simulator.control.setKnobs({ xero: { oldRefreshGraceSeconds: 0 } });
    await refresh(simulator, "xero", tokens.refresh_token);
    const retry = await refresh(simulator, "xero", tokens.refresh_token);
    expect([retry.status, retry.body]).toEqual([400, INVALID]);
  });

  it("die unused after 60 days", async () => {
    const { simulator, tokens } = await connected();
    simulator.clock.advance(60 * DAY_MS - 1);
    const rotated = await refresh(simulator, "xero", tokens.refresh_token);
    expect(rotated.status).toBe(200);
    simulator.clock.advance(60 * DAY_MS);
    expect((await refresh(simulator, "xero", rotated.body.refresh_token)).body).toEqual(INVALID);
  });

  it("include no refresh token without offline_access, no id token without openid", async () => {
    const { simulator, xeroUserId } = await connected();
    const code = consentCode(simulator, xeroUserId, { scope: "accounting.settings.read" });
    const { body } = await exchange(simulator, "xero", code);
    expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
  });
});

describe("code", () => {
  it("lives five minutes, works once, and reuse kills nothing by default", async () => {
    const { simulator, xeroUserId } = await connected();
    const late = consentCode(simulator, xeroUserId);
    simulator.clock.advance(5 * MINUTE_MS);
    expect((await exchange(simulator, "xero", late)).body).toEqual(INVALID);
    const code = consentCode(simulator, xeroUserId);
    const tokens = (await exchange(simulator, "xero", code)).body;
    expect((await exchange(simulator, "xero", code)).body).toEqual(INVALID);
    expect((await refresh(simulator, "xero", tokens.refresh_token)).status).toBe(200);
  });

  it("needs the verifier of its S256 challenge", async () => {
    const { simulator, xeroUserId } = await connected();
    const code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const code_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const challenge = { code_challenge, code_challenge_method: "S256" };
    const code = consentCode(simulator, xeroUserId, challenge);
    expect((await exchange(simulator, "xero", code)).body).toEqual(INVALID);
    expect((await exchange(simulator, "xero", code, { code_verifier: "x" })).body).toEqual(INVALID);
    expect((await exchange(simulator, "xero", code, { code_verifier })).status).toBe(200);
  });

  it.each([400, 401] as const)("is refused to a bad client with %s, by the knob", async (badClientStatus) => {
    const simulator = await simulatorForTest();
    simulator.control.setKnobs({ xero: { badClientStatus } });
    const fields = { grant_type: "refresh_token", refresh_token: "x" };
    const refused = await tokenRequest(simulator, "xero", fields, { authorization: basic("xero", "no") });
    expect([refused.status, refused.body]).toEqual([badClientStatus, { error: "invalid_client" }]);
    const other = await tokenRequest(simulator, "xero", { grant_type: "password" });
    expect([other.status, other.body]).toEqual([400, { error: "unsupported_grant_type" }]);
  });
});

describe("connections", () => {
  it("list every organisation of the user; authEventId names those of one consent", async () => {
    const { simulator, xeroUserId, tenantId, secondId, tokens } = await connected();
    const second = await connectXero(simulator, xeroUserId, [secondId]);
    const all = await connections(simulator, second.access_token);
    expect(all.map((connection) => connection.tenantId).sort()).toEqual([tenantId, secondId].sort());
    const { authentication_event_id } = claimsOf(second.access_token);
    const chosen = await connections(
      simulator,
      second.access_token,
      `?authEventId=${authentication_event_id}`,
    );
    expect(chosen).toMatchObject([
      { tenantId: secondId, tenantName: "Second Ltd", tenantType: "ORGANISATION" },
    ]);
    expect(chosen[0]).toHaveProperty("createdDateUtc", expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{7}$/));
    expect((await refresh(simulator, "xero", tokens.refresh_token)).body).toEqual(INVALID);
    expect((await refresh(simulator, "xero", second.refresh_token)).status).toBe(200);
  });

  it("can be deleted one by one, leaving tokens and the other organisation alone", async () => {
    const { simulator, xeroUserId, tenantId, secondId } = await connected();
    const tokens = await connectXero(simulator, xeroUserId, [tenantId, secondId]);
    const list = await connections(simulator, tokens.access_token);
    const { id } = first(list.filter((connection) => connection.tenantId === tenantId));
    const remove = () =>
      fetch(`${simulator.url}/xero/connections/${id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${tokens.access_token}` },
      });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await organisation(simulator, tenantId, tokens.access_token)).status).toBe(403);
    expect((await organisation(simulator, secondId, tokens.access_token)).status).toBe(200);
    expect((await refresh(simulator, "xero", tokens.refresh_token)).status).toBe(200);
  });

  it("all go when the refresh token is revoked; access tokens too, by the knob", async () => {
    const { simulator, tenantId, tokens } = await connected();
    const response = await fetch(`${simulator.url}/xero/connect/revocation`, {
      method: "POST",
      headers: { authorization: basic("xero") },
      body: new URLSearchParams({ token: tokens.refresh_token ?? "" }),
    });
    expect(response.status).toBe(200);
    expect(await connections(simulator, tokens.access_token)).toEqual([]);
    expect((await organisation(simulator, tenantId, tokens.access_token)).status).toBe(403);
    expect((await refresh(simulator, "xero", tokens.refresh_token)).body).toEqual(INVALID);
    simulator.control.setKnobs({ xero: { revokeKillsAccessTokens: true } });
    expect((await organisation(simulator, tenantId, tokens.access_token)).status).toBe(401);
  });

  it("removed by the organisation: the refresh still succeeds, its API answers 403", async () => {
    const { simulator, tenantId, tokens } = await connected();
    simulator.control.removeXeroOrganisation({ tenantId });
    const refreshed = await refresh(simulator, "xero", tokens.refresh_token);
    expect(refreshed.status).toBe(200);
    const refused = await organisation(simulator, tenantId, refreshed.body.access_token);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ Status: 403, Detail: "AuthenticationUnsuccessful" });
    simulator.control.setKnobs({ xero: { lowerCaseProblemKeys: true } });
    const lower = await organisation(simulator, tenantId, refreshed.body.access_token);
    expect(await lower.json()).toMatchObject({ status: 403, detail: "AuthenticationUnsuccessful" });
  });

  it("stop at the number the app's tier allows", async () => {
    const { simulator, xeroUserId } = await connected();
    simulator.control.setKnobs({ xero: { maxConnections: 1 } });
    await expect(connectXero(simulator, xeroUserId)).rejects.toThrow("1 organisations at most");
  });
});

describe("API", () => {
  it("tells an expired token from a bad one", async () => {
    const { simulator, tenantId, tokens } = await connected();
    const bad = await organisation(simulator, tenantId, "nonsense");
    expect(bad.headers.get("www-authenticate")).toBe("Bearer error=invalid_token");
    expect(await bad.json()).toMatchObject({ Status: 401, Detail: "AuthenticationUnsuccessful" });
    simulator.clock.advance(1_800_000 - 1);
    expect((await organisation(simulator, tenantId, tokens.access_token)).status).toBe(200);
    simulator.clock.advance(1);
    const expired = { Type: null, Title: "Unauthorized", Status: 401, Extensions: {} };
    const detail = /^TokenExpired: token expired at \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/;
    for (const refreshedSince of [false, true]) {
      if (refreshedSince) await refresh(simulator, "xero", tokens.refresh_token);
      const answer = await organisation(simulator, tenantId, tokens.access_token);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ ...expired, Detail: expect.stringMatching(detail) });
    }
  });

  it("counts down its limits in headers and answers 429 with the problem", async () => {
    const { simulator, tenantId, tokens } = await connected();
    const call = () => organisation(simulator, tenantId, tokens.access_token);
    expect((await call()).headers.get("x-daylimit-remaining")).toBe("5000");
    simulator.control.setKnobs({ rateLimits: true, xero: { dayLimit: 61 } });
    const headers = (await call()).headers;
    const names = ["x-minlimit-remaining", "x-daylimit-remaining", "x-appminlimit-remaining"];
    expect(names.map((name) => headers.get(name))).toEqual(["59", "60", "9999"]);
    for (let calls = 1; calls < 60; calls++) expect((await call()).status).toBe(200);
    simulator.clock.advance(10_000);
    const limited = await call();
    expect(limited.status).toBe(429);
    expect(limited.headers.get("x-rate-limit-problem")).toBe("minute");
    expect(limited.headers.get("retry-after")).toBe("50");
    simulator.clock.advance(50_000);
    expect((await call()).status).toBe(200);
    expect((await call()).headers.get("x-rate-limit-problem")).toBe("day");
  });

  it("allows five calls at once to one organisation", async () => {
    const { simulator, tenantId, tokens } = await connected();
    simulator.control.setKnobs({ rateLimits: true });
    const effect = { kind: "delayResponse" as const, delayMs: 300 };
    simulator.control.addFault({ effect, endpoint: "api", times: 5 });
    const calls = Array.from({ length: 6 }, () => organisation(simulator, tenantId, tokens.access_token));
    const answers = await Promise.all(calls);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers.get("x-rate-limit-problem")).toBe("concurrent");
  });

  it("refuses what the consent's scopes don't cover", async () => {
    const { simulator, xeroUserId, tenantId } = await connected();
    const code = consentCode(simulator, xeroUserId, { scope: "openid accounting.invoices.read" });
    const { body } = await exchange(simulator, "xero", code);
    const refused = await organisation(simulator, tenantId, body.access_token);
    expect([refused.status, (await refused.json()).Detail]).toEqual([401, "AuthorizationUnsuccessful"]);
  });
});
