import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, test } from "vitest";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { exportMonthEnd } from "./month-end-export";

const DAY = 86_400_000;
const MINUTE = 60_000;
const nowMs = Date.UTC(2026, 3, 10, 8);
const clock = { nowMs: () => nowMs };
const log = sealedLog();

beforeEach(async () => {
  await log.reset();
  await log.database.query(
    'TRUNCATE "Company", "Grant", "Connection", "ConnectionHealth", "HealthInterval" CASCADE',
  );
});

const begin = (month: string, stillAllowed = async () => {}) =>
  actAs({ kind: "person", id: "u1" }, () =>
    exportMonthEnd({ database: log.database, clock }, month, stillAllowed),
  );

async function fileOf(month: string): Promise<Record<string, string>[]> {
  let text = "";
  for await (const part of (await begin(month)).body) text += part;
  return parse(text, { bom: true, columns: true }) as Record<string, string>[];
}

const said = () =>
  log.database.query(
    `SELECT "userId", outcome, "apiEndpoint", "errorMessage" FROM "AuditLog" WHERE operation = 'health.export'
     ORDER BY "position"`,
  );

const steady = (companyName: string, connectedAtMs = Date.UTC(2026, 0, 1)) =>
  addHealthFixture(log.database, {
    companyName,
    connectedAtMs,
    refreshExpiresAtMs: nowMs + 59 * DAY,
    changes: [{ atMs: connectedAtMs, cause: null }],
  });

describe("exportMonthEnd", () => {
  test("one line a connection, with its cells", async () => {
    const begins = Date.UTC(2026, 2, 10, 6);
    const { id, companyId } = await addHealthFixture(log.database, {
      companyName: "Acme",
      connectedAtMs: Date.UTC(2026, 0, 1),
      refreshExpiresAtMs: nowMs + 59 * DAY,
      changes: [
        { atMs: Date.UTC(2026, 0, 1), cause: null },
        { atMs: begins, cause: "provider_unavailable", providerRef: "tid-7" },
        { atMs: begins + 95 * MINUTE, cause: null },
        { atMs: Date.UTC(2026, 2, 30), cause: "reconnect_required" },
      ],
    });
    expect(await fileOf("2026-03")).toEqual([
      {
        Company: "Acme",
        Provider: "QuickBooks Online",
        Organisation: "Acme Books",
        Month: "2026-03",
        "Counted until (UTC)": "2026-04-01 00:00",
        "Status at the end": "Needs reconnecting",
        "Days connected": "31",
        "Days interrupted": "3",
        "Interruptions by us": "0",
        "Minutes by us": "0",
        "Interruptions by the provider": "1",
        "Minutes by the provider": "95",
        "Interruptions by the customer": "1",
        "Minutes by the customer": "2880",
        "First interruption (UTC)": "2026-03-10 06:00",
        "Its cause": "QuickBooks Online did not answer as it should",
        "Its reference at the provider": "tid-7",
        "Company id": companyId,
        "Connection id": id,
        "Counted until (ISO 8601)": "2026-04-01T00:00:00.000Z",
        "First interruption (ISO 8601)": "2026-03-10T06:00:00.000Z",
      },
    ]);
  });

  test("its heads are words, and what people read comes before ids and codes", async () => {
    await steady("Acme");
    const heads = Object.keys((await fileOf("2026-03"))[0] ?? {});
    for (const head of heads) expect(head).toMatch(/^[A-Z][a-z]+( [a-z]+)*( \((UTC|ISO 8601)\))?$/);
    expect(heads.indexOf("Company id")).toBeGreaterThan(heads.indexOf("First interruption (UTC)"));
    expect(heads.slice(-2)).toEqual(["Counted until (ISO 8601)", "First interruption (ISO 8601)"]);
  });

  test("many connections come in order, over several batches; those not there in the month are left out", async () => {
    const names = Array.from({ length: 450 }, (_, index) => `Company ${String(index).padStart(3, "0")}`);
    for (const name of names.toReversed()) await steady(name);
    await steady("Later", Date.UTC(2026, 3, 2));
    expect((await fileOf("2026-03")).map(({ Company }) => Company)).toEqual(names);
    expect(await fileOf("2026-04")).toHaveLength(451);
  });

  test("the file's name says the month, and how much of it has been", async () => {
    expect((await begin("2026-03")).fileName).toBe("health-2026-03.csv");
    expect((await begin("2026-04")).fileName).toBe("health-2026-04-until-2026-04-10.csv");
    await expect(begin("2026-05")).rejects.toMatchObject({ code: "invalid_input", field: "month" });
  });

  test("no name is a formula", async () => {
    await steady('=HYPERLINK("https://elsewhere.test")');
    const [line] = await fileOf("2026-03");
    expect(line?.Company).toBe(`'=HYPERLINK("https://elsewhere.test")`);
  });

  test("its beginning and its end are rows of the audit log, also when the reader goes away", async () => {
    await steady("Acme");
    await fileOf("2026-03");
    const { body } = await begin("2026-03");
    await body.next();
    await body.return(undefined);
    const row = { userId: "u1", apiEndpoint: "/health/month-end/2026-03", outcome: "success" };
    expect(await said()).toEqual([
      { ...row, errorMessage: "Began." },
      { ...row, errorMessage: "Ended: 1 rows." },
      { ...row, errorMessage: "Began." },
      { ...row, outcome: "failure", errorMessage: "The reader went away: 0 rows." },
    ]);
  });

  test("a reader who loses the right midway gets no further batch", async () => {
    for (let index = 0; index < 101; index += 1) await steady(`Company ${index}`);
    let asked = 0;
    const { body } = await begin("2026-03", async () => {
      asked += 1;
      if (asked > 1) throw new CountersignError("not_allowed", "Your role does not include this.");
    });
    let text = "";
    const read = async () => {
      for await (const part of body) text += part;
    };
    await expect(read()).rejects.toThrow("Your role");
    expect(text.trimEnd().split("\r\n")).toHaveLength(101);
    expect((await said()).at(-1)).toMatchObject({
      outcome: "failure",
      errorMessage: "The reader lost the right to it: 100 rows.",
    });
  });

  test("nothing is exported when its beginning can't be recorded", async () => {
    await log.tamper(`ALTER TABLE "AuditLog" ADD CONSTRAINT no_export CHECK (operation <> 'health.export')`);
    await expect(begin("2026-03")).rejects.toThrow("no_export");
    await log.tamper('ALTER TABLE "AuditLog" DROP CONSTRAINT no_export');
  });
});
