import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { recordHealth } from "@/lib/health/observe/record";
import { actAs } from "@/lib/request-context";
import { addCompany } from "./add-company";
import { unarchiveCompany } from "./archive-company";
import { removeCompany } from "./change-company";
import { findCompany } from "./find-companies";
import { mergeCompanies } from "./merge-companies";

const world = tokenWorld();
const deps = () => ({ database: world.database, clock: world.simulator.clock });
const add = (name: string) => actAs(ADMIN, () => addCompany(deps(), { name }));
const merge = (intoId: string, fromId: string, reason = "Same customer twice") =>
  actAs(ADMIN, () => mergeCompanies(deps(), { intoId, fromId, reason }));
const disconnect = (companyId: string) =>
  actAs(ADMIN, () => world.service.disconnect({ companyId, connectionType: "qbo" }));
const vend = (companyId: string) => world.service.getValidToken(companyId, "qbo", "billing");

async function mergesOf(companyId: string): Promise<(string | null)[]> {
  const rows = await world.database.query<{ errorMessage: string | null }>(
    `SELECT "errorMessage" FROM "AuditLog" WHERE "companyId" = $1 AND operation = 'company.merge' ORDER BY position`,
    [companyId],
  );
  return rows.map(({ errorMessage }) => errorMessage);
}

test("the duplicate's connections go to the company that stays, which is handed their tokens from then on", async () => {
  const into = await add("Staying");
  const { companyId: from } = await world.connectQbo("Going");
  const token = await vend(from);
  expect(await merge(into, from)).toEqual(["qbo"]);

  expect(await vend(into)).toBe(token);
  await expect
    .poll(() => vend(from).catch(({ message }) => message))
    .toBe(`Company "${from}" was merged into "${into}". Ask for that one.`);
  await expect(vend(from)).rejects.toMatchObject({ code: "no_connection", since: expect.any(Date) });
  expect(await findCompany(world, from)).toMatchObject({
    mergedInto: { id: into, name: "Staying" },
    archivedAt: expect.any(Date),
    connectedTo: [],
  });
  expect(await findCompany(world, into)).toMatchObject({ connectedTo: ["qbo"], tookOver: true });
});

test("what is said when a reason shows nothing, however long it is", async () => {
  const into = await add("Unreasoned Staying");
  const from = await add("Unreasoned Going");
  await expect(merge(into, from, "\u200b".repeat(9))).rejects.toMatchObject({ field: "reason" });
});

test("both are on record, with the other's name and id, what moved, and the reason", async () => {
  const into = await add("Record Staying");
  const { companyId: from } = await world.connectQbo("Record Going");
  await merge(into, from, "Typed in twice");
  expect(await mergesOf(from)).toEqual([
    expect.stringMatching(new RegExp(`^Merged into “Record Staying” \\(${into}\\) with .+: Typed in twice$`)),
  ]);
  expect(await mergesOf(into)).toEqual([
    expect.stringMatching(new RegExp(`^Took over “Record Going” \\(${from}\\) with .+: Typed in twice$`)),
  ]);
});

test("the connection brings its past along and is told of as one that ended and one that began", async () => {
  const into = await add("Past Staying");
  const { companyId: from } = await world.connectQbo("Past Going");
  const historyOf = async (companyId: string) =>
    (
      await world.database.query(
        `SELECT id FROM "HealthInterval" WHERE "companyId" = $1
         UNION ALL SELECT id FROM "ConnectionHealth" WHERE "companyId" = $1 ORDER BY id`,
        [companyId],
      )
    ).map(({ id }) => id);
  const before = await historyOf(from);
  expect(before).toHaveLength(2);
  await merge(into, from);
  expect(await historyOf(into)).toEqual(before);
  expect(await historyOf(from)).toEqual([]);
  const events = await world.database.query<{ type: string; companyId: string }>(
    `SELECT type, "companyId" FROM "Event" WHERE "companyId" = ANY($1) ORDER BY id`,
    [[into, from]],
  );
  expect(events.slice(-2)).toEqual(
    expect.arrayContaining([
      { type: "connection.disconnected", companyId: from },
      { type: "connection.connected", companyId: into },
    ]),
  );
});

test("two companies connected to one provider are refused by name until one is disconnected", async () => {
  const { companyId: into } = await world.connectQbo("Both Staying");
  const { companyId: from } = await world.connectQbo("Both Going");
  await expect(merge(into, from)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(
      /^Both are connected: Both Staying to .+, Both Going to .+\. Nothing was changed\. Disconnect Both Going first\.$/,
    ),
  });
  expect(await vend(from)).toBeTruthy();
  await disconnect(from);
  expect(await merge(into, from)).toEqual([]);
  expect(await vend(into)).toBeTruthy();
});

test("an ended connection of the one that stays keeps its past: the merge goes the other way round", async () => {
  const { companyId: ended } = await world.connectQbo("Ended Once");
  await disconnect(ended);
  const { companyId: live } = await world.connectQbo("Live Now");
  await expect(merge(ended, live)).rejects.toMatchObject({
    message: expect.stringContaining("Merge Ended Once into Live Now instead."),
  });
  expect(await merge(live, ended)).toEqual([]);
});

test("connections to different providers come together", async () => {
  const { companyId: into } = await world.connectXero("Xero Half");
  const { companyId: from } = await world.connectQbo("QuickBooks Half");
  expect(await merge(into, from)).toEqual(["qbo"]);
  expect((await findCompany(world, into))?.connectedTo.sort()).toEqual(["qbo", "xero"]);
});

test("without a reason, with itself, with an archived or an unknown company nothing is merged", async () => {
  const [one, two] = [await add("One"), await add("Two")];
  await expect(merge(one, two, " ab ")).rejects.toMatchObject({ field: "reason" });
  await expect(merge(one, one)).rejects.toMatchObject({ code: "invalid_input" });
  await expect(merge(one, "nobody")).rejects.toMatchObject({ code: "not_found" });
  await merge(one, two);
  const three = await add("Three");
  await expect(merge(two, three)).rejects.toMatchObject({
    message: "Two is archived. Nothing was changed. Unarchive it first.",
  });
  await expect(merge(three, two)).rejects.toMatchObject({
    message: expect.stringContaining("archived already"),
  });
  await expect(actAs(ADMIN, () => removeCompany(deps(), one))).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(actAs(ADMIN, () => removeCompany(deps(), two))).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("asked twice at once it happens once, and two that merge into one another at once end as one", async () => {
  const into = await add("Twice Staying");
  const { companyId: from } = await world.connectQbo("Twice Going");
  const moved = await Promise.all([merge(into, from), merge(into, from), merge(into, from)]);
  expect(moved.flat()).toEqual(["qbo"]);
  expect(await mergesOf(into)).toHaveLength(1);

  for (let turn = 0; turn < 5; turn++) {
    const [a, b] = [await add(`A ${turn}`), await add(`B ${turn}`)];
    const both = await Promise.allSettled([merge(a, b), merge(b, a)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const archived = [await findCompany(world, a), await findCompany(world, b)].filter(
      (company) => company?.archivedAt,
    );
    expect(archived).toHaveLength(1);
  }
});

test("a merge and a disconnect at once leave no live connection at the archived company", async () => {
  for (let turn = 0; turn < 6; turn++) {
    const into = await add(`Into ${turn}`);
    const { companyId: from } = await world.connectQbo(`From ${turn}`);
    await Promise.allSettled([merge(into, from), disconnect(from)]);
    const live = await world.database.query<{ companyId: string }>(
      `SELECT "companyId" FROM "Connection" WHERE "companyId" = ANY($1) AND "disconnectedAt" IS NULL`,
      [[into, from]],
    );
    expect(live.map(({ companyId }) => companyId)).not.toContain(from);
  }
});

test("a merge that was a mistake is undone by unarchiving, without what moved", async () => {
  const into = await add("Undo Staying");
  const { companyId: from } = await world.connectQbo("Undo Going");
  await merge(into, from);
  await actAs(ADMIN, () => unarchiveCompany(deps(), from));
  expect(await findCompany(world, from)).toMatchObject({
    mergedInto: null,
    archivedAt: null,
    connectedTo: [],
  });
  expect((await findCompany(world, into))?.connectedTo).toEqual(["qbo"]);
});

test("a check that was under way during a merge leaves nothing behind, and the merge can go back", async () => {
  const into = await add("Ghost Staying");
  const { companyId: from } = await world.connectQbo("Ghost Going");
  const observed = {
    companyId: from,
    connectionType: "qbo",
    cause: "provider_unavailable",
    message: null,
  } as const;
  await merge(into, from);
  await world.database.transaction((tx) =>
    recordHealth(tx, {
      ...observed,
      providerRef: undefined,
      source: "check",
      atMs: world.simulator.clock.nowMs(),
    }),
  );
  for (const table of ["ConnectionHealth", "HealthInterval"])
    expect(await world.database.query(`SELECT 1 FROM "${table}" WHERE "companyId" = $1`, [from])).toEqual([]);
  await actAs(ADMIN, () => unarchiveCompany(deps(), from));
  await expect(merge(from, into)).resolves.toEqual(["qbo"]);
});
