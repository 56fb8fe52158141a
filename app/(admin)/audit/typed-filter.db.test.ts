import { beforeAll, describe, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { type AuditFilter, createAudit, installAudit } from "@/lib/audit";
import { openDatabase } from "@/lib/db";
import { isResolved, readTyped } from "./typed-filter";

const nowMs = Date.UTC(2026, 5, 1);
const clock = { nowMs: () => nowMs };
const lastWeek: AuditFilter = { span: "7d" };

/** Rows of an hour each: of four companies in turn, by Maya Lindqvist, Maya Okafor or a service. */
beforeAll(async () => {
  const database = openDatabase({ url: await testDatabaseUrl() });
  installAudit(createAudit({ database, clock, seals: false }));
  await database.query(
    `INSERT INTO "Company" (id, name) VALUES ('c0', 'Alder & Finch'), ('c1', 'Alder Works'),
       ('c2', 'Birchwood'), ('c3', 'Maya Foods')`,
  );
  await database.query(
    `INSERT INTO "User" (id, email, name, role, "passwordHash") VALUES ('u0', 'a@example.test', 'Maya Lindqvist', 'admin', ''),
       ('u1', 'b@example.test', 'Maya Okafor', 'admin', ''), ('u2', 'c@example.test', 'Grace Hill', 'admin', '')`,
  );
  await database.query(
    `INSERT INTO "AuditLog" (id, "userId", "companyId", "apiEndpoint", "connectionType", "requestMethod",
       "responseStatus", "ipAddress", "userAgent", "timestamp", operation, "actorKind", outcome, "requestId")
     SELECT 'r' || n, CASE n % 3 WHEN 2 THEN 'health' ELSE 'u' || n % 3 END, 'c' || n % 4, '/x', 'qbo', 'GET', 200, '', '',
       $1::timestamptz - n * interval '1 hour', 'api.call', CASE n % 3 WHEN 2 THEN 'system' ELSE 'user' END, 'success',
       'req' || n
     FROM generate_series(1, 48) AS n`,
    [new Date(nowMs)],
  );
  await database.query("ANALYZE");
  return () => database.close();
});

const typed = (q: string, base = lastWeek) => readTyped({ q }, base, nowMs);
const paramsOf = (href: string) => Object.fromEntries(new URL(href, "http://localhost").searchParams);

describe("readTyped", () => {
  test("a choice's rows are of everything that was typed beside it, and so is its link", async () => {
    for (const q of [
      "company:Alder actor:Grace outcome:success",
      "Alder actor:Grace outcome:success",
      "Alder outcome:success Grace",
    ]) {
      const { choices, problems } = await typed(q);
      expect({ q, problems }).toEqual({ q, problems: [] });
      expect(choices.map(({ text }) => text)).toEqual(["Alder"]);
      expect(choices[0]?.options.map(({ href, count }) => [paramsOf(href), count])).toEqual([
        [{ company: "c0", actor: "u2", outcome: "success" }, 0],
        [{ company: "c1", actor: "u2", outcome: "success" }, 0],
      ]);
    }
    const [alder] = (await typed("Alder actor:health -company:birchwood -actor:Grace")).choices;
    expect(alder?.options.map(({ href, count }) => [paramsOf(href), count])).toEqual([
      [{ company: "c0", actor: "health", "-company": "c2", "-actor": "u2" }, null],
      [{ company: "c1", actor: "health", "-company": "c2", "-actor": "u2" }, null],
    ]);
  });

  test("two texts to choose for keep each other, are not counted on half a filter, and end at both", async () => {
    const { choices } = await typed("company:Alder actor:Maya outcome:success -actor:Grace");
    expect(
      choices.map(({ text, options }) => [text, options.map(({ name, count }) => [name, count])]),
    ).toEqual([
      [
        "Alder",
        [
          ["Alder & Finch", null],
          ["Alder Works", null],
        ],
      ],
      [
        "Maya",
        [
          ["Maya Lindqvist", null],
          ["Maya Okafor", null],
        ],
      ],
    ]);
    const { q, ...address } = paramsOf(choices[0]?.options[1]?.href ?? "");
    expect(address).toEqual({ outcome: "success" });
    const next = await typed(q ?? "", { ...lastWeek, outcome: "success" });
    expect(next.choices.map(({ text }) => text)).toEqual(["Maya"]);
    expect(next.choices[0]?.options.map(({ href, count }) => [paramsOf(href), count])).toEqual([
      [{ company: "c1", actor: "u0", outcome: "success", "-actor": "u2" }, null],
      [{ company: "c1", actor: "u1", outcome: "success", "-actor": "u2" }, null],
    ]);
  });

  test("what an excluded name can mean is chosen beside everything else", async () => {
    const { choices } = await typed("-company:Alder Grace");
    expect(choices[0]?.options.map(({ href }) => paramsOf(href))).toEqual([
      { actor: "u2", "-company": "c0" },
      { actor: "u2", "-company": "c1" },
    ]);
    const both = await typed("-company:birchwood -company:foods");
    expect(isResolved(both) && both.filter.not).toEqual({ company: ["c2", "c3"] });
  });

  test.each([
    ["Alder Birch", "There are two companies, “Alder” and “Birch”. A row has one."],
    [
      'company:"Alder & Finch" Birchwood',
      "There are two companies, “Alder & Finch” and “Birchwood”. A row has one.",
    ],
    ["actor:Grace health", "There are two actors, “Grace” and “health”. A row has one."],
    ["company:Alder Birchwood", "There are two companies, “Alder” and “Birchwood”. A row has one."],
    ["Grace health", "There are two actors, “Grace” and “health”. A row has one."],
    ["req1 req2", "There are two requests, “req1” and “req2”. A row has one."],
    ["request:req1 req2", "There are two requests, “req1” and “req2”. A row has one."],
    [
      "Maya company:Birchwood actor:Grace",
      "“Maya” matches nothing beside the other names. A row has one company and one actor.",
    ],
  ])("%s is refused: a row has one of each", async (q, problem) => {
    expect(await typed(q)).toMatchObject({ problems: [problem], choices: [] });
  });

  test("what can't stand beside a certain company is not offered, and neither are rows of the whole", async () => {
    const { problems, choices } = await typed("company:Birchwood Maya");
    expect(problems).toEqual([]);
    expect(choices[0]?.options.map(({ href }) => paramsOf(href))).toEqual([
      { company: "c2", actor: "u0" },
      { company: "c2", actor: "u1" },
    ]);
  });

  test("nothing is to choose while a part is not understood: a choice would drop it", async () => {
    for (const q of ["company:Alder colour:red", "Alder outcome:maybe", "company:Alder nobody"]) {
      const { problems, choices } = await typed(q);
      expect({ q, problems: problems.length, choices }).toEqual({ q, problems: 1, choices: [] });
    }
  });

  test("several parts that are certain become one filter, and the same twice is once", async () => {
    const read = await typed("Birchwood company:c2 Grace req5 outcome:success");
    expect(isResolved(read)).toBe(true);
    expect(read.filter).toMatchObject({
      company: "c2",
      actor: "u2",
      request: "req5",
      span: "all",
      outcome: "success",
    });
    const over = await typed("Birchwood", { ...lastWeek, company: "c0", actor: "u1" });
    expect(over.filter).toMatchObject({ company: "c2", actor: "u1" });
  });
});
