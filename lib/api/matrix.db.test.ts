import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, apiWorld } from "@/dev/vitest/api-world";
import { apiKeys, SCOPES, type Scope } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";

const world = apiWorld();
const TEST = { kind: "system", id: "test" } as const;

interface Operation {
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Undefined: any good key may. */
  scope: Scope | undefined;
}

/** What each operation is sent where it takes a body. */
const BODIES: Readonly<Record<string, { body: string; type: string }>> = {
  putCompany: { body: '{"name": "Other"}', type: "application/json" },
  startImport: { body: "{}", type: "application/x-ndjson" },
  createLink: { body: "{}", type: "application/json" },
  adoptTokenSet: {
    body: JSON.stringify({
      access_token: "a".repeat(40),
      refresh_token: "r".repeat(40),
      expires_at: "2030-01-01T00:00:00Z",
      tenant_id: "t1",
    }),
    type: "application/json",
  },
};

let operations: (Operation & { id: string })[] = [];
let own = "";
let foreign = "";

beforeAll(async () => {
  const contract = await world.ask("/v1/openapi.json");
  operations = Object.entries<Record<string, { operationId: string; security: { key: Scope[] }[] }>>(
    contract.json.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, security }]) => ({
      id,
      method: method.toUpperCase(),
      path,
      scope: security[0]?.key[0],
    })),
  );
  own = (await world.connectNew("qbo")).companyId;
  foreign = (await world.connectNew("qbo")).companyId;
});

function send(
  { id, method, path }: (typeof operations)[number],
  key: string | undefined,
  about: { company?: string; provider?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { company = own, provider = "qbo" } = about;
  const filled = path
    .replace("{company}", encodeURIComponent(company))
    .replace("{provider}", provider)
    .replace("{id}", "none");
  const sent = BODIES[id];
  const headers = { ...(sent && { "content-type": sent.type }), ...about.headers };
  return world.ask(filled, { method, key, headers, ...(sent && { body: sent.body }) });
}

const sameBut = ({ status, text, headers }: Answer, companyId: string) => ({
  status,
  text: text.replaceAll(companyId, "COMPANY").replace(/urn:uuid:[0-9a-f-]+/, "INSTANCE"),
  headers: [...headers].filter(
    ([name]) => !["date", "countersign-request-id", "content-length", "ratelimit"].includes(name),
  ),
});

describe("the matrix of routes and keys", () => {
  test("knows every route, and each scope opens some of them", () => {
    expect(operations.length).toBeGreaterThanOrEqual(14);
    const opened = new Set(operations.flatMap(({ scope }) => scope ?? []));
    expect(SCOPES.filter((scope) => !opened.has(scope) && scope !== "events:read")).toEqual([]);
  });

  test("no key, and each kind of bad key, gets the same 401 everywhere", async () => {
    const good = await world.key();
    const [id = ""] = good.split("_").slice(2);
    const revoked = await world.key({ name: "revoked" });
    await actAs(TEST, () => apiKeys().revokeKey(revoked.split("_")[2] ?? ""));
    const expired = await world.key({ name: "expired", expiresInDays: 1 });
    await world.database.query(`UPDATE "ApiKey" SET "expiresAt" = $2 WHERE id = $1`, [
      expired.split("_")[2],
      new Date(world.runtime.clock.nowMs() - DAY_MS),
    ]);
    const elsewhere = await world.key({ name: "elsewhere", networks: ["203.0.113.0/24"] });
    const other = await world.key({ name: "other" });
    const bad = {
      none: undefined,
      "wrong checksum": `${good.slice(0, -1)}${good.endsWith("0") ? "1" : "0"}`,
      "no key at all": "hello",
      revoked,
      expired,
      elsewhere,
      "another's secret": other.replace(other.split("_")[2] ?? "", id),
    };
    const [first] = operations;
    const expected = sameBut(await send(first!, undefined), own);
    expect(expected.status).toBe(401);
    for (const operation of operations) {
      for (const [what, key] of Object.entries(bad)) {
        const answer = await send(operation, key);
        expect({ what, ...operation, ...sameBut(answer, own) }).toEqual({ what, ...operation, ...expected });
        expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
      }
      // What a stranger gets wrong is limited by address; nobody else tests here.
      world.simulator.clock.advance(60 * 60_000);
    }
  });

  test("a key with one scope passes where that scope is asked for, and nowhere else", async () => {
    for (const scope of SCOPES) {
      const key = await world.key({ name: scope, scopes: [scope] });
      for (const operation of operations) {
        const { status, json } = await send(operation, key);
        const passes = operation.scope === undefined || operation.scope === scope;
        const seen = status === 403 && json?.code === "insufficient_scope" ? "refused" : "passed";
        expect({ ...operation, scope, seen }).toEqual({
          ...operation,
          scope,
          seen: passes ? "passed" : "refused",
        });
      }
    }
  });

  test("a company outside the key answers as one that does not exist, byte for byte", async () => {
    const key = await world.key({ name: "bound", companyIds: [own] });
    const about = operations.filter(({ path }) => path.includes("{company}"));
    expect(about.length).toBeGreaterThanOrEqual(8);
    for (const operation of about) {
      const outside = await send(operation, key, { company: foreign });
      const nowhere = await send(operation, key, { company: "no-such-company" });
      expect(outside.status).toBe(404);
      expect({ ...operation, ...sameBut(outside, foreign) }).toEqual({
        ...operation,
        ...sameBut(nowhere, "no-such-company"),
      });
    }
    const listed = await world.ask("/v1/connections", { key });
    expect(listed.json.connections.map(({ company }: { company: { id: string } }) => company.id)).toEqual([
      own,
    ]);
    const searched = await world.ask(`/v1/audit?company=${foreign}`, { key });
    const searchedNowhere = await world.ask("/v1/audit?company=no-such-company", { key });
    expect(sameBut(searched, foreign)).toEqual(sameBut(searchedNowhere, "no-such-company"));
    expect((await world.ask("/v1/audit", { key })).status).toBe(400);
  });

  test("a provider outside the key answers as one that does not exist", async () => {
    const key = await world.key({ name: "xero only", providers: ["xero"] });
    for (const operation of operations.filter(({ path }) => path.includes("{provider}"))) {
      const outside = await send(operation, key, { provider: "qbo" });
      const nowhere = await send(operation, key, { provider: "abc" });
      expect(outside.status).toBe(404);
      expect(outside.text.replace('"qbo', "").replace(/urn:uuid:[0-9a-f-]+/, "")).toBe(
        nowhere.text.replace('"abc', "").replace(/urn:uuid:[0-9a-f-]+/, ""),
      );
    }
  });

  test("a key of the other environment finds no connection", async () => {
    const key = await world.key({ name: "live", environment: "live" });
    expect((await world.ask(`/v1/companies/${own}/qbo`, { key })).json.code).toBe("no_connection");
    const vended = await world.ask(`/v1/companies/${own}/qbo/token`, { method: "POST", key });
    expect(vended.json.code).toBe("no_connection");
    expect((await world.ask("/v1/connections", { key })).json.connections).toEqual([]);
  });
});

describe("what is no route", () => {
  test("is a problem too: an unknown path, an unknown method, a path that encodes nothing", async () => {
    const key = await world.key();
    const unknown = await world.ask("/v1/nothing", { key });
    expect(unknown.json).toMatchObject({ code: "not_found", status: 404 });
    const method = await world.ask("/v1/me", { key, method: "DELETE" });
    expect(method.json).toMatchObject({ code: "method_not_allowed", status: 405 });
    expect(method.headers.get("allow")).toBe("GET, HEAD");
    const vend = await world.ask(`/v1/companies/${own}/qbo/token`, { key, method: "PATCH" });
    expect(vend.json).toMatchObject({ code: "method_not_allowed" });
    expect(vend.headers.get("allow")).toBe("GET, HEAD, POST");
    for (const path of ["/v1/companies/%zz/qbo", "/v1/companies/%zz/qbo/token"]) {
      expect((await world.ask(path, { key })).json).toMatchObject({ code: "invalid_input", status: 400 });
    }
    expect((await world.ask("/problems/no_such_code")).status).toBe(404);
  });

  test.each([
    ["no HTTP at all", "HELLO\r\n\r\n", 400],
    ["headers without end", `GET /v1/me HTTP/1.1\r\nHost: api\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ])("what the parser refuses is a problem too: %s", async (_what, sent, status) => {
    const { hostname, port } = new URL(world.origin);
    const socket = connect(Number(port), hostname);
    socket.end(sent);
    const answer = await text(socket);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain("Content-Type: application/problem+json\r\n");
    const problem = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
    expect(problem).toMatchObject({ status, code: "invalid_input", owner: "us", retryable: false });
    expect(problem.type).toMatch(/\/problems\/invalid_input$/);
    expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  });

  test("a provider's name that is too long is told as the provider's fault, not the company's", async () => {
    const key = await world.key();
    const long = await world.ask(`/v1/companies/${own}/${"q".repeat(300)}/token`, { key, method: "POST" });
    expect(long.status).toBe(400);
    expect(long.json.detail).toMatch(/^A provider's name /);
  });
});
