import { describe, expect, test, vi } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";
import { companies } from "@/lib/companies";
import { events } from "@/lib/events";
import { health } from "@/lib/health";
import { apiKeys } from "@/lib/people";
import { actAs } from "@/lib/request-context";

const world = apiWorld();
const TEST = { kind: "system", id: "test" } as const;

describe("a vend", () => {
  test("answers the token with all that a caller needs, and never a refresh token", async () => {
    const { companyId } = await world.connectNew("qbo");
    const key = await world.key();
    const { status, headers, json } = await world.ask(`/v1/companies/${companyId}/qbo/token`, {
      method: "POST",
      key,
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: expect.closeTo(3_600, -2),
      scope: "com.intuit.quickbooks.accounting",
      expires_at: expect.stringMatching(/Z$/),
      refresh_after: expect.stringMatching(/Z$/),
      generation: 1,
      provider: "qbo",
      environment: "sandbox",
      tenant_id: expect.any(String),
      api_base_url: expect.any(String),
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      pragma: "no-cache",
      etag: '"g1"',
      vary: "Authorization",
      "ratelimit-policy": '"key";q=100000;w=60',
      "countersign-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const [row] = await world.database.query(
      `SELECT "userId", "actorKind", "apiKeyId", "apiEndpoint", "requestMethod", "responseStatus", generation
       FROM "AuditLog" WHERE "requestId" = $1`,
      [headers.get("countersign-request-id")],
    );
    expect(row).toEqual({
      userId: "everything",
      actorKind: "apiKey",
      apiKeyId: key.split("_")[2],
      apiEndpoint: "/v1/companies/{company}/{provider}/token",
      requestMethod: "POST",
      responseStatus: 200,
      generation: 1,
    });
  });

  test("confirms by 304 what the caller holds, and names on whose behalf it was asked", async () => {
    const { companyId } = await world.connectNew("xero");
    const path = `/v1/companies/${companyId}/xero/token`;
    const key = await world.key();
    const given = await world.ask(path, { key });
    const headers = { "If-None-Match": given.headers.get("etag") ?? "", "X-Countersign-User": "ada" };
    const confirmed = await world.ask(path, { key, headers });
    expect(confirmed).toMatchObject({ status: 304, text: "" });
    const [row] = await world.database.query(
      `SELECT "userId", "responseStatus" FROM "AuditLog" WHERE "requestId" = $1`,
      [confirmed.headers.get("countersign-request-id")],
    );
    expect(row).toEqual({ userId: "ada", responseStatus: 304 });
  });

  test("replaces a refused token once, and says so to whoever reports it again", async () => {
    const { companyId } = await world.connectNew("qbo");
    const path = `/v1/companies/${companyId}/qbo/token`;
    const key = await world.key();
    const reject = (generation: number) =>
      world.ask(path, { method: "POST", key, json: { rejected_generation: generation } });
    expect(await reject(1)).toMatchObject({ status: 409, json: { code: "rejected_too_soon" } });
    world.simulator.clock.advance(11_000);
    expect(await reject(1)).toMatchObject({ status: 200, json: { generation: 2 } });
    expect(await reject(1)).toMatchObject({ status: 200, json: { generation: 2 } });
    world.simulator.clock.advance(11_000);
    expect(await reject(2)).toMatchObject({ status: 409, json: { code: "token_rejected_again" } });
    expect(await reject(9)).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: "#/rejected_generation" }] },
    });
  });

  test.each([
    ["not JSON", "{", "application/json", 400],
    ["an unknown field", '{"min_ttl": 5}', "application/json", 400],
    ["another media type", "a=1", "application/x-www-form-urlencoded", 415],
    ["too long", `{"min_ttl_seconds": ${" ".repeat(5_000)}5}`, "application/json", 413],
  ])("refuses a body that is %s", async (_what, body, type, status) => {
    const { companyId } = await world.connectNew("qbo");
    const answer = await world.ask(`/v1/companies/${companyId}/qbo/token`, {
      method: "POST",
      key: await world.key(),
      body,
      headers: { "content-type": type },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("every route", () => {
  test("answers JSON that its schema knows", async () => {
    const { companyId } = await world.connectNew("qbo", "Acme Books");
    const key = await world.key();
    const at = `/v1/companies/${companyId}/qbo`;
    const answers = {
      me: await world.ask("/v1/me", { key }),
      put: await world.ask("/v1/companies/acme", {
        method: "PUT",
        key,
        json: { name: "Acme", tags: ["eu"] },
      }),
      again: await world.ask("/v1/companies/acme", { method: "PUT", key, json: { locale: "de-ch" } }),
      list: await world.ask("/v1/connections?limit=1", { key }),
      one: await world.ask(at, { key }),
      check: await world.ask(`${at}/check`, { method: "POST", key }),
      health: await world.ask(`${at}/health`, { key }),
      incidents: await world.ask("/v1/incidents", { key }),
      audit: await world.ask(`/v1/audit?company=${companyId}`, { key }),
      contract: await world.ask("/v1/openapi.json"),
      problem: await world.ask("/problems/no_connection"),
      ended: await world.ask(at, { method: "DELETE", key }),
      endedAgain: await world.ask(at, { method: "DELETE", key }),
    };
    expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual({
      me: 200,
      put: 201,
      again: 200,
      list: 200,
      one: 200,
      check: 200,
      health: 200,
      incidents: 200,
      audit: 200,
      contract: 200,
      problem: 200,
      ended: 204,
      endedAgain: 204,
    });
    expect(answers.again.json).toEqual({
      id: "acme",
      name: "Acme",
      contact_name: null,
      contact_email: null,
      locale: "de-CH",
      tags: ["eu"],
    });
  });
});

describe("the feed of events", () => {
  test("tells what happened to whom the key reaches, and waits for the next when it is asked to", async () => {
    const { companyId } = await world.connectNew("qbo");
    const other = await world.connectNew("qbo");
    await events().relayEvents();
    const key = await world.key({ companyIds: [companyId] });
    const { json } = await world.ask("/v1/events?after=0", { key });
    expect(
      json.events.map(({ type, company }: { type: string; company: string }) => [type, company]),
    ).toEqual([["connection.connected", companyId]]);
    const waiting = world.ask(`/v1/events?after=${json.after}`, { key, headers: { prefer: "wait=30" } });
    await world.ask(`/v1/companies/${companyId}/qbo`, { method: "DELETE", key: await world.key() });
    await events().relayEvents();
    const { events: told } = (await waiting).json;
    expect(told).toMatchObject([{ type: "connection.disconnected", company: companyId, sequence: 2 }]);
    expect(other.companyId).not.toBe(companyId);
  });
});

describe("an import", () => {
  const lineOf = (companyId: string, tenantId = "9341453908745123") =>
    JSON.stringify({
      company_id: companyId,
      provider: "qbo",
      tenant_id: tenantId,
      access_token: "a".repeat(40),
      refresh_token: "r".repeat(40),
      expires_at: "2030-01-01T00:00:00Z",
    });

  test("says of each line what became of it, and a repetition begins nothing", async () => {
    const key = await world.key();
    const body = `${lineOf("acme-1")}\n{}\nnot json\n`;
    const post = (text: string, idempotencyKey: string) =>
      world.ask("/v1/imports?dry_run=true", {
        method: "POST",
        key,
        body: text,
        headers: { "content-type": "application/x-ndjson", "idempotency-key": idempotencyKey },
      });
    const begun = await post(body, "one");
    expect(begun).toMatchObject({ status: 202, json: { href: `/v1/imports/${begun.json.id}` } });
    await vi.waitFor(async () => {
      const { json } = await world.ask(begun.json.href, { key });
      expect(json).toMatchObject({ state: "finished", dry_run: true, lines: 3 });
    });
    const { json } = await world.ask(begun.json.href, { key });
    expect(
      json.verdicts.map(({ line, verdict }: { line: number; verdict: string }) => [line, verdict]),
    ).toEqual([
      [1, "refused"],
      [2, "refused"],
      [3, "refused"],
    ]);
    expect((await post(body, "one")).json.id).toBe(begun.json.id);
    expect(await post(`${body}{}`, "one")).toMatchObject({
      status: 422,
      json: { code: "idempotency_key_reused" },
    });
    expect((await world.ask(begun.json.href, { key: await world.key() })).status).toBe(404);
    await world.database.query(`UPDATE "Import" SET state = 'broken_off' WHERE id = $1`, [begun.json.id]);
    expect((await post(body, "one")).json.id).not.toBe(begun.json.id);
    expect(JSON.stringify(json)).not.toContain("aaaa");
  });

  test("keeps the verdicts for thirty days", async () => {
    const key = await world.key();
    const begin = async () => {
      const headers = { "content-type": "application/x-ndjson" };
      const { json } = await world.ask("/v1/imports?dry_run=true", {
        method: "POST",
        key,
        body: "{}",
        headers,
      });
      await vi.waitFor(async () => {
        expect((await world.ask(json.href, { key })).json.state).toBe("finished");
      });
      return json.href as string;
    };
    const [old, newer] = [await begin(), await begin()];
    const aged = (href: string, days: number) =>
      world.database.query(`UPDATE "Import" SET "startedAt" = "startedAt" - $2::interval WHERE id = $1`, [
        href.split("/").at(-1),
        `${days} days`,
      ]);
    await aged(old, 31);
    await aged(newer, 29);
    await begin();
    expect((await world.ask(old, { key })).status).toBe(404);
    expect((await world.ask(newer, { key })).status).toBe(200);
  });
});

describe("what a stranger tried", () => {
  test("a misspelt parameter, a foreign cursor and a control character are refused, not passed over", async () => {
    const { companyId } = await world.connectNew("qbo");
    const key = await world.key();
    const paths = [
      "/v1/audit?unknown=1",
      "/v1/connections?limt=5",
      "/v1/me?x=1",
      "/v1/incidents?cursor=x",
      `/v1/companies/${companyId}/qbo/health?cursor=x`,
      "/v1/connections?cursor=x",
      "/v1/companies/%00/qbo",
      "/v1/companies/%00/qbo/token",
      `/v1/companies/${"x".repeat(201)}/qbo/token`,
    ];
    for (const path of paths) {
      expect({ path, ...(await world.ask(path, { key })) }).toMatchObject({ path, status: 400 });
    }
    expect((await world.ask(`/v1/companies/${companyId}/qbo/%74oken`, { key })).status).toBe(404);
  });

  test("a long poll of a key that is revoked meanwhile tells nothing more", async () => {
    const key = await world.key({ name: "to be revoked" });
    const { after } = (await world.ask("/v1/events?limit=500", { key })).json;
    const poll = world.ask(`/v1/events?after=${after}`, { key, headers: { prefer: "wait=20" } });
    await actAs(TEST, () => apiKeys().revokeKey(key.split("_")[2] ?? ""));
    await world.connectNew("qbo");
    await events().relayEvents();
    expect(await poll).toMatchObject({ status: 401, json: { code: "invalid_token" } });
  });

  test("a company's name is not told to a key that may not know it, and counts of companies are not either", async () => {
    const { companyId } = await world.connectNew("qbo", "Secret Bakery");
    const own = await world.newCompany("Own");
    const key = await world.key({ companyIds: [own] });
    const client = await world.engine.service.getValidToken(companyId, "qbo", "test");
    const { tenantId } = (await health().findConnection(
      (await health().findConnectionOf(companyId, "qbo")) ?? "",
    ))!;
    const taken = await world.ask(`/v1/companies/${own}/qbo/adopt`, {
      method: "POST",
      key,
      json: {
        access_token: client,
        refresh_token: "r".repeat(40),
        expires_at: new Date(world.runtime.clock.nowMs() + 600_000).toISOString(),
        tenant_id: tenantId,
      },
    });
    expect(taken).toMatchObject({ status: 409, json: { code: "organisation_taken" } });
    expect(taken.text).not.toContain("Secret Bakery");
  });

  test("a company that was merged names the one to ask for, whatever is asked of it", async () => {
    const intoId = await world.newCompany("Staying");
    const { companyId: fromId } = await world.connectNew("qbo", "Going");
    const reason = "Same customer twice";
    await actAs(TEST, () => companies().mergeCompanies({ intoId, fromId, reason }));
    const key = await world.key();
    const path = `/v1/companies/${fromId}/qbo`;
    for (const [method, asked] of [
      ["GET", path],
      ["POST", `${path}/token`],
      ["POST", `${path}/check`],
      ["GET", `${path}/health`],
      ["DELETE", path],
    ] as const) {
      expect(await world.ask(asked, { method, key }), `${method} ${asked}`).toMatchObject({
        status: 409,
        json: { code: "no_connection", detail: expect.stringContaining(`merged into "${intoId}"`) },
      });
    }
  });

  test("the audit log is all of it, where no time is asked for", async () => {
    const key = await world.key();
    await world.database.query(
      `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
         "responseStatus", "ipAddress", "userAgent", operation, "actorKind", outcome, "timestamp")
       VALUES ('old', 'ada', '', '/old', '', 'CALL', 200, '', '', 'token.vend', 'user', 'success', $1)`,
      [new Date(world.runtime.clock.nowMs() - 90 * 24 * 60 * 60_000)],
    );
    const stream = await world.ask("/v1/audit", { key, headers: { accept: "application/x-ndjson" } });
    expect(stream.text).toContain('"/old"');
    const week = await world.ask("/v1/audit?since=7d", { key, headers: { accept: "application/x-ndjson" } });
    expect(week.text).not.toContain('"/old"');
  });

  test("a time of the audit log that is empty, doubled or on no calendar is refused by its field", async () => {
    const key = await world.key();
    for (const [query, field] of [
      ["since=", "since"],
      ["company=", "company"],
      ["since=24h&from=2026-03-03", "since"],
      ["to=2026-03-03&since=24h", "since"],
      ["from=2026-02-31", "from"],
      ["provider=sage", "provider"],
    ]) {
      const { status, json } = await world.ask(`/v1/audit?${query}`, { key });
      expect({ query, status, detail: json.detail.split(":")[0] }).toEqual({
        query,
        status: 400,
        detail: `query/${field}`,
      });
    }
  });

  test("who is named in UTF-8 is on record so", async () => {
    const { companyId } = await world.connectNew("qbo");
    const header = Buffer.from("Zoë").toString("latin1");
    const { headers } = await world.ask(`/v1/companies/${companyId}/qbo/token`, {
      key: await world.key(),
      headers: { "x-countersign-user": header },
    });
    const [row] = await world.database.query(`SELECT "userId" FROM "AuditLog" WHERE "requestId" = $1`, [
      headers.get("countersign-request-id"),
    ]);
    expect(row).toEqual({ userId: "Zoë" });
  });
});
