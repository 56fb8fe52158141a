import { describe, expect, test, vi } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { COMMAND_LINE } from "@/lib/actor";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";

const world = tokenWorld();
const HOUR_MS = 3_600_000;

async function person(): Promise<string> {
  const actor = { kind: "system", id: "test" } as const;
  const user = {
    email: `p${Math.random()}@example.com`,
    name: "P",
    role: "support",
    password: "correct horse",
  };
  return actAs(actor, () => createUser({ database: world.database, clock: world.simulator.clock }, user));
}

async function rowsOf(companyId: string, userId: string, wanted: number) {
  const read = () =>
    world.database.query<{ operation: string; actorKind: string; requestId: string | null }>(
      `SELECT operation, "actorKind", "requestId" FROM "AuditLog" WHERE "companyId" = $1 AND "userId" = $2
       ORDER BY "timestamp", id`,
      [companyId, userId],
    );
  await expect.poll(async () => (await read()).length).toBe(wanted);
  return read();
}

describe("getValidToken records who asked", () => {
  test("as a service, unless the id is that of a user of ours, with and without the cache", async () => {
    const { companyId } = await world.connectQbo();
    const mayaId = await person();
    const vend = (userId: string) => world.service.getValidToken(companyId, "qbo", userId);
    for (const userId of [mayaId, "invoice-sync", "\u0000odd\ud800", mayaId, "invoice-sync"])
      await vend(userId);
    const kinds = async (userId: string, wanted: number) =>
      (await rowsOf(companyId, userId, wanted)).map(({ actorKind }) => actorKind);
    expect(await kinds(mayaId, 2)).toEqual(["user", "user"]);
    expect(await kinds("invoice-sync", 2)).toEqual(["service", "service"]);
    expect(await kinds(" odd\ufffd", 1)).toEqual(["service"]);
  });

  test("and a warm vend asks the database nothing for it", async () => {
    const { companyId } = await world.connectQbo();
    await world.service.getValidToken(companyId, "qbo", "invoice-sync");
    const asked = vi.spyOn(world.database.pool, "query");
    await world.service.getValidToken(companyId, "qbo", "never-seen-before");
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
    expect(await rowsOf(companyId, "never-seen-before", 1)).toMatchObject([{ actorKind: "service" }]);
  });

  test("and the refresh it led to is theirs, found by the same request id", async () => {
    const { companyId } = await world.connectXero();
    world.simulator.clock.advance(HOUR_MS);
    await world.service.getValidToken(companyId, "xero", "month-end-close");
    const rows = await rowsOf(companyId, "month-end-close", 2);
    expect(rows.map(({ operation, actorKind }) => [operation, actorKind]).sort()).toEqual([
      ["token.refresh", "service"],
      ["token.vend", "service"],
    ]);
    expect(rows[0]?.requestId).toMatch(/^[0-9a-z]{10}$/);
    expect(rows[1]?.requestId).toBe(rows[0]?.requestId);
  });

  test("and what the command line adopts is an operation of Countersign", async () => {
    const { companyId } = await world.connectQbo();
    const spoilt = { accessToken: "a", refreshToken: "r" };
    const attempt = actAs(COMMAND_LINE, () =>
      world.service.adopt(companyId, "qbo", spoilt as never, COMMAND_LINE.id),
    );
    await expect(attempt).rejects.toThrow();
    const rows = await rowsOf(companyId, "command line", 1);
    expect(rows).toMatchObject([{ operation: "connection.adopt", actorKind: "system" }]);
  });

  test("and a service that calls itself as the command line is called is a service", async () => {
    const { companyId } = await world.connectQbo();
    await world.service.getValidToken(companyId, "qbo", COMMAND_LINE.id);
    expect(await rowsOf(companyId, COMMAND_LINE.id, 1)).toMatchObject([{ actorKind: "service" }]);
  });
});

describe("getOAuthClient records who asked", () => {
  test("by the request it is called in, and as the token service where no request names anybody", async () => {
    const { companyId } = await world.connectXero();
    const mayaId = await person();
    await actAs({ kind: "person", id: mayaId }, () => world.service.getOAuthClient(companyId, "xero"));
    await world.service.getOAuthClient(companyId, "xero");
    expect(await rowsOf(companyId, mayaId, 1)).toMatchObject([
      { operation: "token.client", actorKind: "user" },
    ]);
    expect(await rowsOf(companyId, "token-service", 1)).toMatchObject([
      { operation: "token.client", actorKind: "service" },
    ]);
  });
});
