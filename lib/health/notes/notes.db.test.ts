// Longer than others: every way a note can end, and what it never touches.

import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { ADMIN } from "@/dev/world/consent";
import { addEmailChannel } from "@/lib/alerts/channels";
import { addCompany } from "@/lib/companies/add-company";
import { archiveCompany } from "@/lib/companies/archive-company";
import { mergeCompanies } from "@/lib/companies/merge-companies";
import { codesMeaning, type ErrorCode } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { deadlineOf } from "@/lib/token";
import { findConnection } from "../connections/connection-detail";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  viewOf,
} from "../connections/connection-row";
import { countByStatus } from "../connections/list-connections";
import { listHealth } from "../connections/list-health";
import { statusRankSql } from "../verdict/status-sql";
import { statusNames } from "../verdict/verdict";
import { endProblemNotes } from "./end-notes";
import { endNote, MAX_SNOOZE_DAYS, noteProblem } from "./note-problem";
import { notesOf } from "./notes-of";
import { problemOf, problemSql } from "./problem";

const world = alertWorld();
const DAY = 24 * 60;
const MAYA = { kind: "person", id: "maya" } as const;
const TOM = { kind: "person", id: "tom" } as const;

const deps = () => world.readDeps;
const nowMs = () => world.simulator.clock.nowMs();
const inDays = (days: number) => nowMs() + days * DAY * 60_000;
const end = () => endProblemNotes(deps());
const viewed = async (connectionId: string) => {
  const view = await findConnection(deps(), connectionId);
  if (!view) throw new Error("the connection is gone");
  return view;
};
const noteOf = async (connectionId: string) => (await viewed(connectionId)).note;
const audited = async (operation: string, companyId: string) =>
  (
    await world.database.query<{ words: string; userId: string }>(
      `SELECT "errorMessage" AS words, "userId" FROM "AuditLog" WHERE operation = $1 AND "companyId" = $2 ORDER BY position`,
      [operation, companyId],
    )
  ).map(({ words, userId }) => `${userId}: ${words}`);

async function healthy() {
  const made = await world.connectQbo();
  return { ...made, connectionId: await world.connectionIdOf(made.companyId) };
}

async function broken() {
  const made = await healthy();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  return made;
}

async function fail(made: { companyId: string; realmId: string }, status: number) {
  const effect = { kind: "status", status } as const;
  const fault = { provider: "qbo", endpoint: "api", tenantId: made.realmId, effect, times: 1 } as const;
  world.simulator.control.addFault(fault);
  await world.check(made.companyId);
}

const acknowledge = (
  connectionId: string,
  by: { kind: "person"; id: string } = MAYA,
  seenId: string | null = null,
) =>
  actAs(by, () =>
    noteProblem(deps(), { connectionId, untilMs: null, reason: "Called Ana", byName: by.id, seenId }),
  );
const snooze = (connectionId: string, days = 3, reason = "Ana is away") =>
  actAs(MAYA, () =>
    noteProblem(deps(), { connectionId, untilMs: inDays(days), reason, byName: "maya", seenId: null }),
  );

beforeEach(async () => {
  await world.reset();
  await end();
});

describe("an acknowledgement", () => {
  test("says who is on it and why, and changes neither status nor counts", async () => {
    const { connectionId, companyId } = await broken();
    const [before, counts] = [await viewed(connectionId), await countByStatus(deps())];
    await acknowledge(connectionId);
    const after = await viewed(connectionId);
    expect(after.note).toMatchObject({
      state: "standing",
      byName: "maya",
      reason: "Called Ana",
      until: null,
    });
    expect({ ...after, note: null }).toEqual({ ...before, note: null });
    expect(await countByStatus(deps())).toEqual(counts);
    expect(await audited("problem.acknowledge", companyId)).toEqual(["maya: Called Ana"]);
    expect(await end()).toBe(0);
  });

  test("of two people at once counts once, and the other is told who is on it", async () => {
    const { connectionId, companyId } = await broken();
    const [first, second] = await Promise.allSettled([
      acknowledge(connectionId, MAYA),
      acknowledge(connectionId, TOM),
    ]);
    const refused = [first, second].filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      reason: { message: expect.stringMatching(/is on it: “Called Ana”\. Nothing/) },
    });
    expect(await audited("problem.acknowledge", companyId)).toHaveLength(1);
  });

  test("sent twice is one, and is taken over only by who has seen it", async () => {
    const { connectionId, companyId } = await broken();
    const id = await acknowledge(connectionId);
    expect(await acknowledge(connectionId)).toBe(id);
    await expect(acknowledge(connectionId, TOM, "another")).rejects.toMatchObject({ code: "invalid_input" });
    await acknowledge(connectionId, TOM, id);
    expect(await noteOf(connectionId)).toMatchObject({ byName: "tom" });
    const past = await notesOf(deps(), connectionId);
    expect(past.map(({ byName, endedWhy }) => [byName, endedWhy])).toEqual([
      ["tom", null],
      ["maya", "replaced"],
    ]);
    expect(await audited("problem.acknowledge", companyId)).toHaveLength(2);
  });

  test("takes the place of a note of this connection, and of no other's", async () => {
    const [{ connectionId, companyId }, other] = [await broken(), await broken()];
    const others = await acknowledge(other.connectionId);
    for (const seenId of [others, "invented"])
      await expect(acknowledge(connectionId, TOM, seenId)).rejects.toMatchObject({
        code: "invalid_input",
        field: "seenId",
        unchanged: true,
      });
    expect(await noteOf(connectionId)).toBeNull();
    expect(await audited("problem.acknowledge", companyId)).toEqual([]);
    // One that was put away since it was seen is this connection's still.
    const seen = await acknowledge(connectionId);
    await actAs(TOM, () => endNote(deps(), { connectionId, noteId: seen }));
    await acknowledge(connectionId, TOM, seen);
    expect(await noteOf(connectionId)).toMatchObject({ byName: "tom" });
  });

  test("needs a problem, a reason and a connection", async () => {
    const { connectionId } = await healthy();
    await expect(acknowledge(connectionId)).rejects.toMatchObject({
      message: expect.stringContaining("Nothing is wrong"),
    });
    await expect(acknowledge("unknown")).rejects.toMatchObject({ code: "not_found" });
    const bad = await broken();
    const asked = { connectionId: bad.connectionId, untilMs: null, byName: "maya", seenId: null };
    for (const reason of ["", "  a  ", "\u200b\u200b\u200b\u200b\u200b\u200b", "x".repeat(501)]) {
      await expect(actAs(MAYA, () => noteProblem(deps(), { ...asked, reason }))).rejects.toMatchObject({
        field: "reason",
      });
    }
    for (const untilMs of [nowMs(), nowMs() - 1, inDays(MAX_SNOOZE_DAYS) + 1, Number.NaN]) {
      await expect(
        actAs(MAYA, () => noteProblem(deps(), { ...asked, untilMs, reason: "Ana is away" })),
      ).rejects.toMatchObject({ field: "until" });
    }
    expect(await noteOf(bad.connectionId)).toBeNull();
  });

  test("ends by hand, which is on record", async () => {
    const { connectionId, companyId } = await broken();
    const noteId = await acknowledge(connectionId);
    await actAs(TOM, () => endNote(deps(), { connectionId, noteId: "another" }));
    expect(await noteOf(connectionId)).not.toBeNull();
    await actAs(TOM, () => endNote(deps(), { connectionId, noteId }));
    await actAs(TOM, () => endNote(deps(), { connectionId, noteId }));
    expect(await noteOf(connectionId)).toBeNull();
    expect(await audited("problem.note_end", companyId)).toEqual([
      "tom: “Called Ana” by maya, ended by hand.",
    ]);
  });
});

describe("a note ends with its problem", () => {
  test("by a new consent at once, and nothing of it is left when the connection breaks again", async () => {
    const made = await broken();
    await snooze(made.connectionId, 30);
    world.advanceMinutes(1);
    await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
    expect(await noteOf(made.connectionId)).toBeNull();
    // Broken again before any job looked.
    world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
    await world.check(made.companyId);
    expect(await noteOf(made.connectionId)).toBeNull();
    expect(await end()).toBe(1);
    expect((await viewed(made.connectionId)).verdict.status).toBe("needs_reconnecting");
    expect(await noteOf(made.connectionId)).toBeNull();
    expect(await notesOf(deps(), made.connectionId)).toMatchObject([{ endedWhy: "over" }]);
    expect(await audited("problem.note_end", made.companyId)).toEqual([
      "health: The problem is over. “Ana is away” by maya.",
    ]);
  });

  test("so that the next problem can be noted before any job looked", async () => {
    const made = await broken();
    await snooze(made.connectionId);
    world.advanceMinutes(1);
    await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
    world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
    await world.check(made.companyId);
    await acknowledge(made.connectionId, TOM);
    expect((await notesOf(deps(), made.connectionId)).map(({ endedWhy }) => endedWhy)).toEqual([
      null,
      "over",
    ]);
  });

  test("by itself once health has stood for ten minutes: what flaps is one problem", async () => {
    const made = await healthy();
    await fail(made, 403);
    await snooze(made.connectionId);
    world.advanceMinutes(2);
    await world.check(made.companyId);
    expect(await end()).toBe(0);
    expect(await noteOf(made.connectionId)).toBeNull();
    world.advanceMinutes(2);
    await fail(made, 403);
    expect(await end()).toBe(0);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "standing" });
    world.advanceMinutes(1);
    await world.check(made.companyId);
    world.advanceMinutes(10);
    expect(await end()).toBe(1);
    await fail(made, 403);
    expect(await noteOf(made.connectionId)).toBeNull();
  });

  test("by a disconnect, also where its company is archived after it", async () => {
    const made = await broken();
    await snooze(made.connectionId);
    await actAs(ADMIN, () => world.service.disconnect({ companyId: made.companyId, connectionType: "qbo" }));
    expect(await noteOf(made.connectionId)).toBeNull();
    await actAs(ADMIN, () => archiveCompany(deps(), made.companyId));
    expect(await end()).toBe(1);
    expect(await end()).toBe(0);
  });

  test("and follows its connection into the company that took it over", async () => {
    const made = await broken();
    await snooze(made.connectionId);
    const intoId = await actAs(ADMIN, () => addCompany(deps(), { name: `Into ${made.realmId}` }));
    const merge = { intoId, fromId: made.companyId, reason: "One customer" };
    await actAs(ADMIN, () => mergeCompanies(deps(), merge));
    expect(await end()).toBe(0);
    expect(await viewed(made.connectionId)).toMatchObject({ companyId: intoId, note: { state: "standing" } });
    expect(await notesOf(deps(), made.connectionId)).toHaveLength(1);
  });
});

describe("a problem that goes on", () => {
  test("comes back when its time is over, and its row says so until it ends", async () => {
    const made = await broken();
    await snooze(made.connectionId, 1);
    world.advanceMinutes(DAY);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "time" });
    expect(await end()).toBe(1);
    expect(await end()).toBe(0);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "time", byName: "maya" });
    // The clock goes back: what has ended stays so.
    const earlier = { ...deps(), clock: { nowMs: () => inDays(-2) } };
    expect((await findConnection(earlier, made.connectionId))?.note).toMatchObject({ state: "time" });
    expect(await endProblemNotes(earlier)).toBe(0);
    const noteId = (await noteOf(made.connectionId))?.id ?? "";
    await actAs(TOM, () => endNote(deps(), { connectionId: made.connectionId, noteId }));
    expect(await noteOf(made.connectionId)).toBeNull();
    expect(await notesOf(deps(), made.connectionId)).toMatchObject([{ endedWhy: "time" }]);
  });

  test("comes back at once when its cause is another", async () => {
    const made = await healthy();
    await fail(made, 403);
    await snooze(made.connectionId);
    world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
    await world.check(made.companyId);
    expect((await viewed(made.connectionId)).verdict.status).toBe("needs_reconnecting");
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "changed" });
    expect(await end()).toBe(1);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "changed" });
    world.advanceMinutes(1);
    await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
    expect(await noteOf(made.connectionId)).toBeNull();
    expect(await end()).toBe(0);
    world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
    await world.check(made.companyId);
    expect(await noteOf(made.connectionId)).toBeNull();
  });

  test("that expires soon waits below a provider's trouble, and is another once it needs reconnecting", async () => {
    const made = await healthy();
    world.advanceMinutes(88 * DAY);
    await snooze(made.connectionId, 29);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "standing" });
    await world.database.query(
      `UPDATE "ConnectionHealth" SET cause = 'provider_unavailable' WHERE "companyId" = $1`,
      [made.companyId],
    );
    expect((await viewed(made.connectionId)).verdict.status).toBe("provider_trouble");
    expect(await noteOf(made.connectionId)).toBeNull();
    expect(await end()).toBe(0);
    await world.database.query(`UPDATE "ConnectionHealth" SET cause = NULL WHERE "companyId" = $1`, [
      made.companyId,
    ]);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "standing" });
    world.advanceMinutes(14 * DAY);
    expect(await noteOf(made.connectionId)).toMatchObject({ state: "changed" });
    expect(await end()).toBe(1);
  });
});

test("a snoozed problem stands apart in the list and stays in its totals", async () => {
  const [one, two] = [await broken(), await broken()];
  await healthy();
  const query = { sort: "status", direction: "asc", snoozedApart: true } as const;
  const before = await listHealth(deps(), query);
  await snooze(one.connectionId);
  const after = await listHealth(deps(), query);
  expect([after.counts, after.total]).toEqual([before.counts, before.total]);
  expect(after.snoozed).toMatchObject({ needs_reconnecting: 1, working: 0 });
  const ids = after.rows.map(({ id }) => id);
  expect(ids.indexOf(two.connectionId)).toBeLessThan(ids.indexOf(one.connectionId));
  const working = after.rows.findIndex(({ verdict }) => verdict.status === "working");
  expect(ids.indexOf(one.connectionId)).toBeLessThan(working);
  const asked = async (snoozed: boolean) =>
    (await listHealth(deps(), { ...query, status: "needs_reconnecting", snoozed })).rows.map(({ id }) => id);
  expect(await asked(true)).toEqual([one.connectionId]);
  expect(await asked(false)).toEqual([two.connectionId]);
  // A page of one row at a time meets each row once.
  const seen: string[] = [];
  let cursor: Parameters<typeof listHealth>[1]["cursor"];
  for (let page = 0; page < after.total; page++) {
    const { rows, next, first } = await listHealth(deps(), { ...query, size: 1, cursor });
    expect(first).toBe(page + 1);
    seen.push(...rows.map(({ id }) => id));
    cursor = next ? { ...next, towards: "next" } : undefined;
  }
  expect(seen).toEqual(ids);
});

describe("alerts", () => {
  test("about a snoozed problem wait until its time is over", async () => {
    await actAs(ADMIN, () => addEmailChannel(world.deps, "snooze@example.com"));
    const { connectionId } = await broken();
    await snooze(connectionId, 1);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    world.advanceMinutes(DAY);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
  });

  test("tell another cause at once, and an acknowledged problem as any other", async () => {
    await actAs(ADMIN, () => addEmailChannel(world.deps, "changed@example.com"));
    const made = await healthy();
    await fail(made, 403);
    await snooze(made.connectionId);
    expect((await world.evaluate()).raised).toBe(0);
    world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
    await world.check(made.companyId);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
    const other = await broken();
    await acknowledge(other.connectionId);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
  });

  test("tell the end of a problem that was snoozed after its beginning was told", async () => {
    await actAs(ADMIN, () => addEmailChannel(world.deps, "over@example.com"));
    const made = await broken();
    await world.evaluate();
    await snooze(made.connectionId, 7);
    world.advanceMinutes(1);
    await world.consent("qbo", made.companyId, { realmId: made.realmId }, "reconnect");
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 1 });
    expect((await world.messages()).map(({ event }) => event)).toEqual(["raised", "recovered"]);
  });
});

test("what SQL and the verdict call a problem is the same, for every combination of facts", async () => {
  const causes: (ErrorCode | null)[] = [
    null,
    "no_connection",
    ...codesMeaning("needs_reconnecting"),
    ...codesMeaning("provider_trouble"),
  ];
  const now = nowMs();
  const at = (days: number) => now + days * 86_400_000;
  const spans = [
    [50, null],
    [50, 400],
    [5, null],
    [5, 5],
    [-1, 400],
    [90, 5],
  ] as const;
  const ids: string[] = [];
  for (const cause of causes) {
    for (const [refresh, hard] of spans) {
      for (const state of ["active", "needs_reconnecting"] as const) {
        const { id } = await addHealthFixture(world.database, {
          connectedAtMs: at(-100),
          refreshExpiresAtMs: at(refresh),
          hardExpiresAtMs: hard === null ? null : at(hard),
          state,
          disconnectedAtMs: cause === "no_connection" ? at(-2) : null,
        });
        await world.database.query(
          `INSERT INTO "ConnectionHealth" (id, "companyId", "connectionType", status, cause, since, "lastChecked")
           SELECT c.id, c."companyId", c."connectionType", 'unhealthy', $2, $3, $3 FROM "Connection" c WHERE c.id = $1`,
          [id, cause, new Date(at(-1))],
        );
        ids.push(id);
      }
    }
  }
  const rows = await world.database.query<ConnectionRow & { problem: string | null; rank: number }>(
    `SELECT ${CONNECTION_COLUMNS}, ${problemSql("$1")} AS problem, ${statusRankSql("$1")} AS rank
     FROM ${CONNECTION_TABLES} WHERE c.id = ANY($2)`,
    [new Date(now), ids],
  );
  expect(rows).toHaveLength(ids.length);
  for (const row of rows) {
    const { verdict } = viewOf(row, now);
    const grantEnded = row.grantState !== "active" || deadlineOf(row).at.getTime() <= now;
    expect(problemOf(verdict, { grantEnded, healthCause: row.healthCause })).toBe(row.problem);
    const status = statusNames[row.rank] ?? "";
    expect(row.problem?.split(" ")[0] ?? status).toBe(status);
  }
  await world.database.query(`DELETE FROM "Connection" WHERE id = ANY($1)`, [ids]);
});
