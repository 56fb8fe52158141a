import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type Database, openDatabase } from "@/lib/db";
import { admit, refuseForeignOrigin, refuseWithoutToken } from "@/lib/door/refusal";
import { withRequestContext } from "@/lib/request-context";
import { flushRefusals } from "./refusal-log";
import { signIn } from "./sign-in";

let database: Database;
const clock = { nowMs: () => Date.UTC(2026, 2, 3, 9, 0) };

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
});
afterAll(() => database.close());
let last = "0";
beforeEach(async () => {
  const [row] = await database.query<{ last: string }>(
    'SELECT COALESCE(max(position), 0)::text AS last FROM "AuditLog"',
  );
  last = row?.last ?? "0";
});
afterEach(() => vi.useRealTimers());

function rowsSince() {
  return database.query<{ operation: string; ipAddress: string; errorMessage: string; requestId: string }>(
    `SELECT operation, "ipAddress", "errorMessage", "requestId", "userId" FROM "AuditLog"
     WHERE position > $1 ORDER BY operation, "ipAddress"`,
    [last],
  );
}

const door = { verb: "audit.read", method: "GET", path: "/audit" } as const;
const from = <T>(ipAddress: string, work: () => Promise<T>, requestId = "r") =>
  withRequestContext({ requestId, ipAddress, userAgent: "made up" }, () =>
    work().then(
      () => Promise.reject(new Error("was let in")),
      (error: { code: string }) => error.code,
    ),
  );
const knock = (ipAddress: string, requestId?: string) =>
  from(ipAddress, () => admit({ database, clock }, null, door), requestId);

it("writes 1,304 refusals of one stranger as one row, which says how many and names the first", async () => {
  for (let nth = 0; nth < 1_304; nth += 1) await knock("203.0.113.5", `r${nth}`);
  expect(await rowsSince()).toEqual([]);
  await flushRefusals(database);
  expect(await rowsSince()).toEqual([
    {
      operation: "access.refuse",
      ipAddress: "203.0.113.5",
      errorMessage:
        "1304 times from this address within a minute; first: audit.read: Your session has ended. Sign in again.",
      requestId: "r0",
      userId: "anonymous",
    },
  ]);
});

it("counts whatever a visitor can be refused: pages, posts from elsewhere, tokens, sign-ins", async () => {
  const deps = { database, clock };
  const post = { method: "POST", path: "/settings" };
  for (let nth = 0; nth < 5; nth += 1) {
    await knock("203.0.113.6");
    await from("203.0.113.6", () => refuseForeignOrigin(deps, "null", "https://ours.example", post));
    await from("203.0.113.6", () =>
      refuseWithoutToken(deps, null, "token", { ...post, path: "/api/metrics" }),
    );
    await from("203.0.113.6", () => signIn(deps, { email: `n${nth}@example.com`, password: "guess" }));
  }
  await flushRefusals(database);
  expect(
    (await rowsSince()).map(({ operation, errorMessage }) => [operation, errorMessage.slice(0, 8)]),
  ).toEqual([
    ["access.refuse", "15 times"],
    ["session.sign_in", "5 times "],
  ]);
});

it("keeps its memory and the log small when every request comes from another address", async () => {
  for (let nth = 0; nth < 5_000; nth += 1) await knock(`2001:db8:${nth.toString(16)}::1`);
  // The addresses of one network of IPv6 are one sender's.
  for (let nth = 0; nth < 5_000; nth += 1) await knock(`2001:db8:0:0:${nth.toString(16)}::1`);
  await flushRefusals(database);
  const rows = await rowsSince();
  expect(rows).toHaveLength(201);
  expect(rows.find(({ ipAddress }) => ipAddress === "many")?.errorMessage).toMatch(
    /^4800 times from further/,
  );
  expect(rows.find(({ ipAddress }) => ipAddress === "2001:db8:0::1")?.errorMessage).toMatch(/^5001 times/);
});

it("keeps what it counted while the log can't be written, and writes it then", async () => {
  await database.query('ALTER TABLE "AuditLog" ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID');
  try {
    expect(await knock("203.0.113.8")).toBe("not_signed_in");
    await expect(flushRefusals(database)).rejects.toMatchObject({ code: "audit_unavailable" });
    expect(await knock("203.0.113.8")).toBe("not_signed_in");
    await expect(flushRefusals(database)).rejects.toMatchObject({ code: "audit_unavailable" });
  } finally {
    await database.query('ALTER TABLE "AuditLog" DROP CONSTRAINT refuses_rows');
  }
  await expect.poll(async () => (await rowsSince()).length, { timeout: 10_000 }).toBe(1);
  await flushRefusals(database);
  expect(await rowsSince()).toHaveLength(2);
}, 30_000);

it("writes what was counted when the minute is over, without being asked", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await knock("203.0.113.7");
  vi.advanceTimersByTime(59_000);
  vi.advanceTimersByTime(2_000);
  vi.useRealTimers();
  await flushRefusals(database);
  await knock("203.0.113.7");
  await flushRefusals(database);
  expect(await rowsSince()).toHaveLength(2);
});
