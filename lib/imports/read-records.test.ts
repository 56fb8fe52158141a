import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type ImportFormat, type ImportRecord, readRecords } from "./read-records";

const HEADER = "company_id,provider,tenant_id,access_token,refresh_token,expires_at";

async function read(text: string | Iterable<string>, format: ImportFormat): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  const input = Readable.from(typeof text === "string" ? [text] : text);
  for await (const record of readRecords(input, format)) records.push(record);
  return records;
}

describe("a CSV file", () => {
  test("is read by its header, in any order and case, with a byte order mark, quotes and empty lines", async () => {
    const header = "\ufeffProvider, company_ID,tenant_id,access_token,refresh_token,expires_at,company_name";
    const [record, ...rest] = await read(
      `${header}\r\n\r\nqbo,c1,91,a,r,2026-01-01T00:00:00Z,"Smith, ""Sons"" & Co"\r\n`,
      "csv",
    );
    expect(rest).toEqual([]);
    expect(record).toEqual({
      line: 3,
      values: {
        provider: "qbo",
        company_id: "c1",
        tenant_id: "91",
        access_token: "a",
        refresh_token: "r",
        expires_at: "2026-01-01T00:00:00Z",
        company_name: 'Smith, "Sons" & Co',
      },
    });
  });

  test("loses only its broken lines, each named by its number and none quoted", async () => {
    const good = "c,qbo,1,a,r,1";
    const lines = [HEADER, good, 'c,qbo,1,"secret', good, "c,qbo", `c,qbo,1,${"s".repeat(70_000)},r,1`, good];
    const records = await read(lines.join("\n"), "csv");
    const problems = records.flatMap((record) =>
      "problem" in record ? [[record.line, record.problem]] : [],
    );
    expect(problems).toEqual([
      [3, "has a misplaced quotation mark"],
      [5, "has 2 fields instead of the header's 6"],
      [6, "is longer than 65,536 characters"],
    ]);
    expect(records.filter((record) => "values" in record).map(({ line }) => line)).toEqual([2, 4, 7]);
    expect(JSON.stringify(problems)).not.toContain("secret");
  });

  test.each([
    ["", /empty/],
    ["company_id,provider\nc,qbo", /lacks tenant_id, access_token, refresh_token, expires_at/],
  ])("that begins with %j is refused whole", async (text, message) => {
    await expect(read(text, "csv")).rejects.toThrow(message);
  });
});

describe("a JSONL file", () => {
  test("is read object by object, and loses only its broken lines", async () => {
    const lines = [
      '{"company_id":"c1","expires_at":1790000000,"scope":null}',
      "{",
      "[1]",
      '{"company_id":"c2"}',
    ];
    expect(await read(lines.join("\n"), "jsonl")).toEqual([
      { line: 1, values: { company_id: "c1", expires_at: "1790000000" } },
      { line: 2, problem: "is not JSON" },
      { line: 3, problem: "is not a JSON object" },
      { line: 4, values: { company_id: "c2" } },
    ]);
  });

  test("with a realm id as a number too large to be exact is told so", async () => {
    expect(await read('{"tenant_id":9130354567890123456}', "jsonl")).toEqual([
      { line: 1, problem: "holds a number too large for JSON: put it in quotes" },
    ]);
  });
});

test("reads no further ahead than a buffer's worth of lines, however long the file is", async () => {
  let written = 0;
  function* file() {
    yield `${HEADER}\n`;
    for (; written < 20_000; written++) yield `c${written},qbo,1,a,r,1\n`;
  }
  let read = 0;
  let furthestAhead = 0;
  for await (const record of readRecords(Readable.from(file()), "csv")) {
    read += "values" in record ? 1 : 0;
    furthestAhead = Math.max(furthestAhead, written - read);
    if (read % 100 === 0) await nextTurn();
  }
  expect(read).toBe(20_000);
  expect(furthestAhead).toBeLessThan(5_000);
}, 60_000);
