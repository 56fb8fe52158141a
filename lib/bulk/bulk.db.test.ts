// Longer than others: every way an operation and its parts can fare, on one world.

import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linksOf } from "@/dev/vitest/links-of";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { COMMAND_LINE } from "@/lib/actor";
import { findRequest } from "@/lib/audit/search/lookup/request";
import { createCompanies } from "@/lib/companies";
import { archiveCompany } from "@/lib/companies/archive-company";
import { mergeCompanies } from "@/lib/companies/merge-companies";
import { createHealth } from "@/lib/health";
import { changeRole, createUser, disableUser } from "@/lib/people";
import { actAs, newRequestId, withRequestContext } from "@/lib/request-context";
import { type Bulk, createBulk, type OperationView, type PartView, partStates, type Selection } from ".";
import type { BulkDeps } from "./deps";
import { claimPart } from "./run/claim";
import { runPart } from "./run/run-part";

const world = tokenWorld();
let deps: BulkDeps;
let bulk: Bulk;
let maya: { kind: "person"; id: string };
let serial = 0;

const newPerson = async (role = "admin") => {
  const email = `person${++serial}@example.com`;
  const id = await actAs(ADMIN, () =>
    createUser(companyDeps(), { email, name: "Maya", role, password: "correct horse battery staple" }),
  );
  return { kind: "person", id } as const;
};
const companyDeps = () => ({ database: world.database, clock: world.simulator.clock });

beforeAll(async () => {
  const { database, simulator, tenantIds, service: tokenService } = world;
  const { clock } = simulator;
  const log = { warn: () => {}, error: () => {} };
  const health = createHealth({ database, clock, tokenService, tenantIds, log, trustedReadHours: 24 });
  const companies = createCompanies({ database, clock, tenantIds });
  deps = { database, clock, health, companies, links: linksOf(world), log };
  bulk = createBulk(deps);
  maya = await newPerson();
});
beforeEach(async () => {
  world.simulator.control.clearFaults();
  // A double click's moment is over.
  world.simulator.clock.advance(10_000);
});

interface Made {
  id: string;
  companyId: string;
  tenantId: string;
}

async function connected(count: number): Promise<Made[]> {
  const made: Made[] = [];
  for (let index = 0; index < count; index++) {
    const { companyId, tenantId } = await world.connectNew(
      "qbo",
      `Bulk ${String(++serial).padStart(4, "0")}`,
    );
    const [row] = await world.database.query<{ id: string }>(
      'SELECT id FROM "Connection" WHERE "companyId" = $1',
      [companyId],
    );
    made.push({ id: row?.id ?? "", companyId, tenantId });
  }
  return made;
}

const idsOf = (made: readonly Made[]): Selection => ({ ids: made.map(({ id }) => id) });
const begin = (
  request: Omit<Parameters<Bulk["startOperation"]>[0], "starterName">,
  by: { kind: "person"; id: string } = maya,
) =>
  withRequestContext(
    { requestId: newRequestId(), ipAddress: "192.0.2.1", userAgent: "test", actor: by },
    () => bulk.startOperation({ starterName: "Maya", ...request }),
  );
const check = (made: readonly Made[], by = maya) => begin({ kind: "check", selection: idsOf(made) }, by);
async function found(id: string): Promise<OperationView> {
  const operation = await bulk.findOperation(id);
  if (!operation) throw new Error("no such operation");
  return operation;
}
async function partsOf(id: string): Promise<PartView[]> {
  return (await bulk.listParts({ operationId: id })).parts;
}
const auditOf = async (id: string) => (await findRequest(world, (await found(id)).requestId)).rows;
const operationsOf = async (id: string) => (await auditOf(id)).map(({ operation }) => operation);
const tagsOf = async (companyId: string) =>
  (await world.database.query<{ tags: string[] }>('SELECT tags FROM "Company" WHERE id = $1', [companyId]))[0]
    ?.tags;
const failing = ({ tenantId }: Made, status: number, times = 50) =>
  world.simulator.control.addFault({
    provider: "qbo",
    endpoint: "api",
    tenantId,
    effect: { kind: "status", status },
    times,
  });

describe("a check of many", () => {
  test("checks each as a person does it from its page, and says what came of it, failures first", async () => {
    const made = await connected(3);
    failing(made[1] as Made, 403);
    const id = await check(made);
    expect(await found(id)).toMatchObject({ state: "waiting", finished: 0, parts: 3, words: "Check" });
    expect(await bulk.runParts()).toBe(3);
    expect(await found(id)).toMatchObject({
      state: "ended",
      finished: 3,
      counts: { done: 2, failed: 1, skipped: 0, cancelled: 0, waiting: 0, running: 0 },
      starterName: "Maya",
      cancelledBy: null,
    });
    const [failed, ...others] = await partsOf(id);
    expect(failed).toMatchObject({ companyId: made[1]?.companyId, state: "failed" });
    expect(failed?.words).toMatch(/must reconnect\.$/);
    expect(others.map(({ state, words }) => [state, words])).toEqual([
      ["done", null],
      ["done", null],
    ]);
  });

  test("is one request in the audit log: its beginning, the parts' own rows, and its end with the counts", async () => {
    const id = await check(await connected(2));
    await bulk.runParts();
    const rows = await auditOf(id);
    expect(rows.map(({ operation }) => operation)).toEqual([
      "bulk.start",
      "connection.check",
      "connection.check",
      "bulk.end",
    ]);
    expect(rows[0]).toMatchObject({
      apiEndpoint: `/operations/${id}`,
      errorMessage: "Check: 2 connections.",
    });
    expect(rows.at(-1)?.errorMessage).toBe("2 done, 0 failed, 0 skipped, 0 cancelled.");
    expect(new Set(rows.map(({ userId }) => userId))).toEqual(new Set([maya.id]));
  });

  test("of what was disconnected, moved to another company, archived or removed since is skipped, with the reason", async () => {
    const made = await connected(5);
    const [gone, merged, archived, removed, there] = made as [Made, Made, Made, Made, Made];
    const disconnect = ({ companyId }: Made) =>
      actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
    const id = await check(made);
    await disconnect(gone);
    const intoId = await world.newCompany("Bulk staying");
    await actAs(ADMIN, () =>
      mergeCompanies(companyDeps(), { intoId, fromId: merged.companyId, reason: "Same customer" }),
    );
    await disconnect(archived);
    await actAs(ADMIN, () => archiveCompany(companyDeps(), archived.companyId));
    await world.database.query('DELETE FROM "Connection" WHERE id = $1', [removed.id]);
    await bulk.runParts();
    const words = new Map((await partsOf(id)).map((part) => [part.companyId, part.words]));
    expect(words.get(gone.companyId)).toBe("It is disconnected.");
    expect(words.get(merged.companyId)).toBe("It belongs to Bulk staying now.");
    const left = "It left the list: its company was archived, merged or removed.";
    expect(words.get(archived.companyId)).toBe(left);
    expect(words.get(removed.companyId)).toBe(left);
    expect(words.get(there.companyId)).toBeNull();
    expect((await found(id)).counts).toMatchObject({ done: 1, skipped: 4, failed: 0 });
  });

  test("names what was ticked and is in no list any more", async () => {
    const [made, archived] = (await connected(2)) as [Made, Made];
    await actAs(ADMIN, () =>
      world.service.disconnect({ companyId: archived.companyId, connectionType: "qbo" }),
    );
    await actAs(ADMIN, () => archiveCompany(companyDeps(), archived.companyId));
    const id = await begin({ kind: "check", selection: { ids: [made.id, archived.id] } });
    await bulk.runParts();
    expect(await partsOf(id)).toEqual([
      expect.objectContaining({
        name: `Connection ${archived.id}`,
        state: "skipped",
        words: "It left the list: its company was archived, merged or removed.",
      }),
      expect.objectContaining({ companyId: made.companyId, state: "done" }),
    ]);
  });

  test("whose parts are all over has ended, before the end is put down", async () => {
    const [gone, other] = (await connected(2)) as [Made, Made];
    for (const { companyId } of [gone, other]) {
      await actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
      await actAs(ADMIN, () => archiveCompany(companyDeps(), companyId));
    }
    const id = await check([gone, other]);
    const over = { state: "ended", finished: 2, counts: { skipped: 2 } };
    expect(await found(id)).toMatchObject({ ...over, endedAt: null });
    expect((await bulk.listOperations()).operations[0]).toMatchObject({ id, ...over });
    // A cancel that comes too late changes nothing.
    await withRequestContext(
      { requestId: newRequestId(), ipAddress: "192.0.2.1", userAgent: "test", actor: maya },
      () => bulk.cancelOperation({ id, cancelledBy: "Maya" }),
    );
    await bulk.runParts();
    expect(await found(id)).toMatchObject({ ...over, cancelledAt: null, endedAt: expect.any(Date) });
  });

  test("waits as long as the provider asks, and fails after three times", async () => {
    const [made] = (await connected(1)) as [Made];
    failing(made, 429);
    const id = await check([made]);
    for (const times of [1, 1, 1]) {
      expect(await bulk.runParts()).toBe(times);
      expect(await bulk.runParts()).toBe(0);
      world.simulator.clock.advance(6 * 60_000);
    }
    const [part] = await partsOf(id);
    expect(part).toMatchObject({ state: "failed" });
    expect(part?.words).toMatch(/Tried 3 times\.$/);
    expect(await bulk.runParts()).toBe(0);
  });

  test("of rows that two people chose at once does both operations", async () => {
    const made = await connected(3);
    const other = await newPerson();
    const ids = await Promise.all([check(made), check(made, other)]);
    expect(ids[0]).not.toBe(ids[1]);
    await Promise.all([bulk.runParts(), bulk.runParts()]);
    for (const id of ids) expect((await found(id)).counts).toMatchObject({ done: 3 });
  });
});

describe("who and what may begin one", () => {
  test("the same request sent twice begins one operation, and a later one another", async () => {
    const made = await connected(2);
    const [first, second] = await Promise.all([check(made), check(made)]);
    expect(second).toBe(first);
    expect((await operationsOf(first)).filter((each) => each === "bulk.start")).toHaveLength(1);
    await bulk.runParts();
    expect(await check(made)).toBe(first);
    world.simulator.clock.advance(6_000);
    expect(await check(made)).not.toBe(first);
    await bulk.runParts();
  });

  test("all that match are looked up when it begins, and begin nothing when they are not as many as were shown", async () => {
    const [made] = (await connected(1)) as [Made];
    const filter = { company: made.companyId };
    const selection = { filter, query: "search=x" };
    await expect(begin({ kind: "check", selection, expected: 2 })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/^1 connection match now; 2 did when you chose\. Nothing was changed\./),
    });
    const id = await begin({ kind: "check", selection, expected: 1 });
    await bulk.runParts();
    expect((await auditOf(id))[0]?.errorMessage).toBe("Check: 1 connection, all that match search=x.");
    expect(await found(id)).toMatchObject({ filter: "search=x", parts: 1 });
  });

  test("ids that no connection ever had begin nothing, nor do they among others", async () => {
    const [made] = (await connected(1)) as [Made];
    const before = (await bulk.listOperations()).operations.length;
    const invented = Array.from({ length: 1_500 }, (_, index) => `invented${index}`);
    const cases = [
      [["invented"], "not_found", "The selected connection is not known here."],
      [invented, "not_found", "None of the 1,500 selected connections is known here."],
      [
        [...invented, made.id],
        "invalid_input",
        "1,500 of the 1,501 selected connections are not known here.",
      ],
      [[made.id, "invented"], "invalid_input", "1 of the 2 selected connections is not known here."],
    ] as const;
    for (const [ids, code, message] of cases) {
      const refused = { code, field: "id", unchanged: true, message: expect.stringContaining(message) };
      const selection = { ids };
      for (const kind of ["check", "tag"] as const)
        await expect(begin({ kind, tag: "x", selection })).rejects.toMatchObject(refused);
      await expect(bulk.previewTag({ selection, tag: "x", add: true })).rejects.toMatchObject(refused);
      await expect(bulk.describeSelection(selection)).rejects.toMatchObject(refused);
    }
    expect((await bulk.listOperations()).operations).toHaveLength(before);
  });

  test("a filter without the count that was shown begins nothing", async () => {
    const [made] = (await connected(1)) as [Made];
    for (const [filter, query] of [
      [{ company: made.companyId }, "search=x"],
      [{}, ""],
    ] as const) {
      for (const kind of ["check", "tag"] as const)
        await expect(begin({ kind, tag: "x", selection: { filter, query } })).rejects.toMatchObject({
          code: "invalid_input",
          field: "expected",
          unchanged: true,
          message: expect.stringContaining("“expected” is missing"),
        });
    }
    expect(await bulk.runParts()).toBe(0);
  });

  test("nothing selected, nothing matching and more than ten thousand are refused", async () => {
    const nothing = { filter: { company: "none" }, query: "" };
    const most = { ids: Array.from({ length: 10_001 }, (_, index) => `c${index}`) };
    for (const selection of [{ ids: [] }, nothing, most]) {
      await expect(begin({ kind: "check", selection, expected: 0 })).rejects.toMatchObject({
        code: "invalid_input",
        unchanged: true,
      });
    }
  });
});

describe("a process", () => {
  test("that was killed in the middle leaves its part to another, which does it once its time is up", async () => {
    const id = await check(await connected(3));
    const lost = await claimPart(deps);
    expect(lost?.operationId).toBe(id);
    expect(await bulk.runParts()).toBe(2);
    expect(await found(id)).toMatchObject({ state: "running", counts: { done: 2, running: 1 } });
    world.simulator.clock.advance(3 * 60_000);
    expect(await bulk.runParts()).toBe(1);
    expect(await found(id)).toMatchObject({ state: "ended", counts: { done: 3 } });
    // It was not dead after all: what it did late changes nothing.
    if (lost) await runPart(deps, lost);
    expect((await operationsOf(id)).filter((each) => each === "bulk.end")).toHaveLength(1);
  });

  test("that is ended by a part ends three times at most", async () => {
    const id = await check(await connected(1));
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await claimPart(deps)).toBeDefined();
      world.simulator.clock.advance(3 * 60_000);
      if (attempt < 2) await recoverOnly();
    }
    expect(await bulk.runParts()).toBe(0);
    expect(await found(id)).toMatchObject({ state: "ended", counts: { failed: 1 } });
    expect((await partsOf(id))[0]?.words).toBe("No attempt came to an end; given up.");
  });

  test("of several takes up no part that another has", async () => {
    const id = await check(await connected(6));
    await Promise.all([bulk.runParts(), bulk.runParts(), bulk.runParts()]);
    expect((await operationsOf(id)).filter((each) => each === "connection.check")).toHaveLength(6);
    expect((await operationsOf(id)).filter((each) => each === "bulk.end")).toHaveLength(1);
  });

  const recoverOnly = () => bulk.runParts(() => true);

  test("that is to stop begins no other part", async () => {
    const id = await check(await connected(2));
    expect(await bulk.runParts(() => true)).toBe(0);
    const runner = bulk.startRunner(20);
    await expect.poll(async () => (await found(id)).state).toBe("ended");
    await runner.stop();
  });
});

describe("an operation that is cancelled", () => {
  const cancel = (id: string) => actAs(maya, () => bulk.cancelOperation({ id, cancelledBy: "Maya" }));

  test("ends the parts that wait; the one under way comes to its own end", async () => {
    const id = await check(await connected(3));
    const underWay = await claimPart(deps);
    await cancel(id);
    expect(await found(id)).toMatchObject({
      state: "cancelling",
      cancelledBy: "Maya",
      counts: { cancelled: 2, running: 1 },
    });
    if (underWay) await runPart(deps, underWay);
    await bulk.runParts();
    expect(await found(id)).toMatchObject({ state: "cancelled", counts: { cancelled: 2, done: 1 } });
    await cancel(id);
    expect(await bulk.runParts()).toBe(0);
  });

  test("has its part cancelled whose process was killed", async () => {
    const id = await check(await connected(2));
    await claimPart(deps);
    await cancel(id);
    world.simulator.clock.advance(3 * 60_000);
    expect(await bulk.runParts()).toBe(0);
    expect(await found(id)).toMatchObject({ state: "cancelled", counts: { cancelled: 2 } });
  });

  test("before it began is over at once", async () => {
    const id = await check(await connected(1));
    await cancel(id);
    expect(await found(id)).toMatchObject({ state: "cancelled", startedAt: null });
    await expect(cancel("none")).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    ["gets a lesser role", (id: string) => changeRole(companyDeps(), id, "support")],
    ["is disabled", (id: string) => disableUser(companyDeps(), id)],
  ])("by itself, when who began it %s: nobody acts through what they may no longer do", async (_, lower) => {
    const person = await newPerson();
    const made = await connected(3);
    const id = await check(made, person);
    const first = await claimPart(deps);
    if (first) await runPart(deps, first);
    await actAs(COMMAND_LINE, () => lower(person.id));
    await bulk.runParts();
    expect(await found(id)).toMatchObject({
      state: "cancelled",
      cancelledBy: null,
      counts: { done: 1, cancelled: 2 },
    });
    expect((await auditOf(id)).find(({ operation }) => operation === "bulk.cancel")?.errorMessage).toMatch(
      /^Maya may not run it any more\./,
    );
  });
});

describe("a tag for many", () => {
  test("is previewed, added to each company once, and removed again", async () => {
    const made = await connected(3);
    const [first] = made as [Made];
    const selection = idsOf(made);
    await begin({ kind: "tag", tag: "vip", selection: idsOf([first]) });
    await bulk.runParts();
    expect(await bulk.previewTag({ selection, tag: " vip ", add: true })).toEqual({
      connections: 3,
      companies: 3,
      change: 2,
      same: 1,
      tag: "vip",
    });
    const id = await begin({ kind: "tag", tag: "vip", selection });
    await bulk.runParts();
    expect(await found(id)).toMatchObject({ words: "Add the tag “vip”", counts: { done: 2, skipped: 1 } });
    expect(await Promise.all(made.map(({ companyId }) => tagsOf(companyId)))).toEqual([
      ["vip"],
      ["vip"],
      ["vip"],
    ]);
    expect((await operationsOf(id)).filter((each) => each === "company.change")).toHaveLength(2);
    expect(await bulk.describeSelection(selection)).toEqual({
      connections: 3,
      companies: 3,
      tags: [{ tag: "vip", companies: 3 }],
    });
    expect(await bulk.previewTag({ selection, tag: "vip", add: false })).toMatchObject({
      change: 3,
      same: 0,
    });
    await begin({ kind: "untag", tag: "vip", selection });
    await bulk.runParts();
    expect(await tagsOf(first.companyId)).toEqual([]);
  });

  test("keeps tags that others add meanwhile, and fails where a company has as many as it may", async () => {
    const made = await connected(2);
    const [full, other] = made as [Made, Made];
    const many = Array.from({ length: 50 }, (_, index) => `t${index}`);
    await actAs(maya, () => deps.companies.changeTag({ companyId: other.companyId, tag: "kept", add: true }));
    await world.database.query('UPDATE "Company" SET tags = $2 WHERE id = $1', [full.companyId, many]);
    const id = await begin({ kind: "tag", tag: "vip", selection: idsOf(made) });
    await bulk.runParts();
    expect(await tagsOf(other.companyId)).toEqual(["kept", "vip"]);
    expect(await partsOf(id)).toEqual([
      expect.objectContaining({ state: "failed", words: "A company has at most 50 tags." }),
      expect.objectContaining({ state: "done" }),
    ]);
  });

  test("is a tag as a company may have it", async () => {
    const selection = idsOf(await connected(1));
    for (const tag of ["", "   ", "x".repeat(61)]) {
      await expect(bulk.previewTag({ selection, tag, add: true })).rejects.toMatchObject({ field: "tag" });
      await expect(begin({ kind: "tag", tag, selection })).rejects.toMatchObject({ field: "tag" });
    }
  });
});

describe("what is left of one", () => {
  const again = (id: string) => actAs(maya, () => bulk.runAgain({ id, starterName: "Maya" }));

  test("its failed parts run again as an operation of their own", async () => {
    const made = await connected(3);
    failing(made[0] as Made, 403);
    const id = await check(made);
    await expect(again(id)).rejects.toMatchObject({ message: expect.stringContaining("still runs") });
    await bulk.runParts();
    world.simulator.control.clearFaults();
    const next = await again(id);
    await bulk.runParts();
    expect(await found(next)).toMatchObject({ againOf: id, parts: 1, counts: { done: 1 } });
    await expect(again(next)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("of its failed parts, what was removed since is skipped when they run again", async () => {
    const [kept, removed] = (await connected(2)) as [Made, Made];
    for (const made of [kept, removed]) failing(made, 403);
    const id = await check([kept, removed]);
    await bulk.runParts();
    world.simulator.control.clearFaults();
    await world.database.query('DELETE FROM "Connection" WHERE id = $1', [removed.id]);
    const next = await again(id);
    await bulk.runParts();
    expect(await found(next)).toMatchObject({ parts: 2, counts: { done: 1, skipped: 1 } });
  });

  test("its parts are read a page at a time, failures first, and each once", async () => {
    const made = await connected(4);
    failing(made[3] as Made, 403);
    const id = await check(made);
    await bulk.runParts();
    const seen: string[] = [];
    for (let after: Awaited<ReturnType<Bulk["listParts"]>>["next"] | undefined; after !== null; ) {
      const page = await bulk.listParts({ operationId: id, after, size: 1 });
      seen.push(...page.parts.map(({ state }) => state));
      after = page.next;
    }
    expect(seen).toEqual(["failed", "done", "done", "done"]);
    expect(partStates[0]).toBe("failed");
  });

  test("a file of its result, without formulas, and on record", async () => {
    const [made] = (await connected(1)) as [Made];
    await world.database.query('UPDATE "Company" SET name = $2 WHERE id = $1', [made.companyId, "=1+1"]);
    const id = await check([made]);
    await bulk.runParts();
    const { fileName, body } = await actAs(maya, () => bulk.exportResult(id, async () => {}));
    expect(fileName).toMatch(/^check-\d{4}-\d\d-\d\d-\w+\.csv$/);
    let text = "";
    for await (const part of body) text += part;
    expect(text.split("\r\n").slice(0, 2)).toEqual([
      "\ufeffCompany,Provider,Result,What came of it,At (UTC),Company id,Connection id",
      expect.stringMatching(
        new RegExp(`^'=1\\+1,QuickBooks Online,Done,,[\\d-]+ [\\d:]+,${made.companyId},${made.id}$`),
      ),
    ]);
    await expect(actAs(maya, () => bulk.exportResult("none", async () => {}))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("its parts go after ninety days; its counts stay", async () => {
    const id = await check(await connected(2));
    await bulk.runParts();
    world.simulator.clock.advance(89 * 86_400_000);
    expect(await bulk.forgetParts()).toBe(0);
    world.simulator.clock.advance(2 * 86_400_000);
    expect(await bulk.forgetParts()).toBeGreaterThanOrEqual(2);
    expect(await partsOf(id)).toEqual([]);
    expect(await found(id)).toMatchObject({ state: "ended", finished: 2, counts: { done: 2 } });
  });

  test("the newest stand first in the list, a page at a time", async () => {
    const { operations, next } = await bulk.listOperations();
    expect(operations.length).toBeGreaterThan(10);
    expect([...operations].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())).toEqual(operations);
    expect(next).toBeNull();
    const third = operations[2];
    const rest = await bulk.listOperations({ after: third?.id });
    expect(rest.operations.map(({ id }) => id)).toEqual(operations.slice(3).map(({ id }) => id));
  });
});
