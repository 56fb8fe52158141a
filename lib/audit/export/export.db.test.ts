import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import type { AuditFilter } from "../search/filter";
import { exportAudit } from "./export";
import { type ExportFormat, type ExportRow, exportWriters } from "./export-format";

const log = sealedLog();
const start = Date.UTC(2026, 2, 3, 9);
const clock = { nowMs: () => start + 86_400_000 };
const everything: AuditFilter = { span: "all", operation: "token.vend" };
const going = new AbortController().signal;

beforeEach(() => log.reset());

interface Ask {
  filter?: AuditFilter;
  maxRows?: number;
  signal?: AbortSignal;
  stillAllowed?: () => Promise<void>;
}

const allowed = async () => {};

function begin(
  format: ExportFormat,
  { filter = everything, signal = going, stillAllowed = allowed, ...rest }: Ask = {},
) {
  return actAs({ kind: "person", id: "u1" }, () =>
    exportAudit({ database: log.database, clock }, { format, filter, signal, stillAllowed, ...rest }),
  );
}

async function textOf(format: ExportFormat, ask?: Ask): Promise<string> {
  let text = "";
  for await (const part of (await begin(format, ask)).body) text += part;
  return text;
}

const said = () =>
  log.database.query(
    `SELECT "userId", outcome, "apiEndpoint", "errorMessage" FROM "AuditLog" WHERE operation = 'audit.export'
     ORDER BY "position"`,
  );

/** Rows of one millisecond, more than a batch holds. */
async function crowd(rows: number): Promise<void> {
  await log.write(1, start);
  await log.copyRows("true", { id: "'row' || n", position: "n" }, `generate_series(100, ${98 + rows}) n`);
}

test("every row is exported once, newest first, over many batches and ties", async () => {
  await crowd(6_500);
  const lines = (await textOf("jsonl"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const ids = lines.slice(1, -1).map(({ id }) => id);
  const wanted = await log.database.query(
    `SELECT id FROM "AuditLog" WHERE operation <> 'audit.export' ORDER BY "timestamp" DESC, id DESC`,
  );
  expect(ids).toEqual(wanted.map(({ id }) => id));
  expect(lines.at(-1)).toEqual({ end: { rows: 6_500, truncated: false } });
});

test("the filter of the page is the filter of the file", async () => {
  await log.write(44);
  const text = await textOf("csv", { filter: { span: "all", company: "c3", outcome: "success" } });
  const [, ...rows] = parse(text, { bom: true }) as string[][];
  const wanted = await log.database.query(
    `SELECT id FROM "AuditLog" WHERE "companyId" = 'c3' AND outcome = 'success' ORDER BY "timestamp" DESC`,
  );
  expect(rows.map((cells) => cells.at(-1))).toEqual(wanted.map(({ id }) => id));
});

test("its beginning and its end are rows of the log", async () => {
  await log.write(3);
  await textOf("csv", { filter: { ...everything, provider: "qbo" } });
  expect(await said()).toEqual([
    {
      userId: "u1",
      outcome: "success",
      apiEndpoint: "/audit/export/csv",
      errorMessage: "Began: provider=qbo&operation=token.vend&since=all.",
    },
    { userId: "u1", outcome: "success", apiEndpoint: "/audit/export/csv", errorMessage: "Ended: 2 rows." },
  ]);
});

test("a file that is cut short says so before it begins and in its last line", async () => {
  await log.write(12);
  const whole = await begin("csv", { maxRows: 12 });
  expect(whole.truncated).toBe(false);
  const cut = await begin("csv", { maxRows: 11 });
  expect(cut.truncated).toBe(true);
  const text = await textOf("csv", { maxRows: 5 });
  const rows = parse(text, { bom: true, relax_column_count: true }) as string[][];
  expect(rows).toHaveLength(7);
  expect(rows.at(-1)).toEqual(["Cut short after 5 rows: older rows match too. Export a shorter time."]);
  expect((await textOf("jsonl", { maxRows: 5 })).trimEnd().split("\n").at(-1)).toBe(
    '{"end":{"rows":5,"truncated":true}}',
  );
});

test("a reader who loses the right midway gets no further batch, and the log says how far it came", async () => {
  await crowd(6_500);
  let asked = 0;
  const stillAllowed = async () => {
    asked += 1;
    if (asked > 2) throw new CountersignError("not_signed_in", "Your session has ended.");
  };
  let text = "";
  const read = async () => {
    for await (const part of (await begin("jsonl", { stillAllowed })).body) text += part;
  };
  await expect(read()).rejects.toThrow("Your session has ended");
  expect(text.trimEnd().split("\n")).toHaveLength(1 + 2 * 2_000);
  expect((await said()).at(-1)).toMatchObject({
    outcome: "failure",
    errorMessage: "The reader lost the right to it after 4000 rows.",
  });
});

describe("when the reader goes away", () => {
  test("between two batches, the log says after how many rows", async () => {
    await crowd(5_000);
    const { body } = await begin("jsonl");
    await body.next();
    await body.next();
    await body.return(undefined);
    expect((await said()).at(-1)).toMatchObject({
      outcome: "failure",
      errorMessage: "The reader went away after 2000 rows.",
    });
  });

  test("the statement under way is ended at the server", async () => {
    await log.write(3);
    const reader = new AbortController();
    const { body } = await begin("jsonl", { signal: reader.signal });
    await body.next();
    await log.owner.query('BEGIN; LOCK TABLE "AuditLog" IN ACCESS EXCLUSIVE MODE');
    const next = body.next();
    next.catch(() => {});
    const stuck = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await log.database.query(stuck)).length).toBe(1);
    reader.abort();
    await expect
      .poll(async () => (await log.database.query(`${stuck} AND query LIKE '%actorName%'`)).length)
      .toBe(0);
    await log.owner.query("COMMIT");
    await expect(next).rejects.toThrow();
    expect((await said()).at(-1)).toMatchObject({ errorMessage: "The reader went away after 0 rows." });
  });
});

test("nothing is exported when its beginning can't be recorded", async () => {
  await log.write(3);
  await log.tamper(`ALTER TABLE "AuditLog" ADD CONSTRAINT no_export CHECK (operation <> 'audit.export')`);
  await expect(begin("csv")).rejects.toThrow("no_export");
  await log.tamper('ALTER TABLE "AuditLog" DROP CONSTRAINT no_export');
});

test("no cell begins like a formula, and every cell can be read back", () => {
  const trouble = fc.constantFrom(
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    '"',
    "'",
    ",",
    ";",
    "\uff1d",
    " ",
    "x",
  );
  const text = fc
    .array(fc.oneof(trouble, fc.string({ unit: "grapheme" })), { maxLength: 6 })
    .map((parts) => parts.join(""));
  const row = fc.record({
    userAgent: text,
    errorMessage: fc.option(text),
    companyName: fc.option(text),
    generation: fc.integer(),
  });
  fc.assert(
    fc.property(row, (given) => {
      const line = exportWriters.csv.rows([given as unknown as ExportRow]);
      const [cells = []] = parse(line, { record_delimiter: "\r\n" }) as string[][];
      expect(cells).toHaveLength(21);
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d]/);
      const agent = cells[15] ?? "";
      expect([agent, agent.replace(/^'/, "")]).toContain(given.userAgent);
    }),
    { numRuns: 10_000 },
  );
});
