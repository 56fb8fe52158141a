import { expect, test } from "vitest";
import type { AuditRow } from "@/lib/audit";
import { type Step, stepsOf } from "./steps";

const begin = Date.UTC(2026, 2, 3, 9);

function row(
  operation: string,
  endMs: number,
  responseTime: number | null,
  more: Partial<AuditRow> = {},
): AuditRow {
  return {
    id: `${operation} ${endMs}`,
    timestamp: new Date(begin + endMs),
    userId: "invoice-sync",
    actorKind: "service",
    actorName: "invoice-sync",
    subjectName: null,
    companyId: "c1",
    companyName: "Acme",
    connectionType: "qbo",
    operation,
    outcome: "success",
    apiEndpoint: "/x",
    requestMethod: "POST",
    responseStatus: 200,
    responseTime,
    ipAddress: "in-process",
    userAgent: "countersign",
    errorMessage: null,
    providerRef: null,
    requestId: "r",
    generation: null,
    apiKeyId: null,
    ...more,
  };
}

type Shape = [operation: string, ...Shape[]];
const shapeOf = ({ row: { operation }, steps }: Step): Shape => [operation, ...steps.map(shapeOf)];

test("a refresh lies within the token request that waited for it, and what follows from it within the refresh", () => {
  const rows = [
    row("token.refresh", 320, 300),
    row("health.change", 320, null, { requestMethod: "EVENT", responseStatus: 0 }),
    row("token.vend", 330, 330),
  ];
  const request = stepsOf(rows);
  expect(request.steps.map(shapeOf)).toEqual([["token.vend", ["token.refresh", ["health.change"]]]]);
  expect(request).toMatchObject({ beginMs: begin, tookMs: 330 });
  const [vend] = request.steps;
  expect(vend).toMatchObject({ startMs: 0, tookMs: 330, isAnswered: false });
  expect(vend?.steps[0]).toMatchObject({ startMs: 20, tookMs: 300, isAnswered: true });
});

test("rows of several companies, and those that overlap only in part, stand beside each other", () => {
  const other = { companyId: "c2", connectionType: "qbo" };
  const rows = [
    row("token.vend", 100, 100),
    row("token.refresh", 90, 50, other),
    row("token.refresh", 150, 100),
  ];
  expect(stepsOf(rows).steps.map(shapeOf)).toEqual([["token.vend"], ["token.refresh"], ["token.refresh"]]);
});

test("a row that was not timed begins where it ends, and one that no server answered is no answer", () => {
  const { steps, tookMs } = stepsOf([row("connection.check", 40, null, { responseStatus: 0 })]);
  expect(tookMs).toBe(0);
  expect(steps).toMatchObject([{ startMs: 0, tookMs: null, isAnswered: false }]);
});

test("the parts of a bulk operation lie within its beginning, whenever they ended", () => {
  const about = { companyId: "", connectionType: "" };
  const rows = [
    row("bulk.start", 0, null, about),
    row("connection.check", 900, 300),
    row("connection.check", 95_000, 200, { companyId: "c2" }),
    row("company.change", 96_000, null, { companyId: "c3", connectionType: "" }),
    row("bulk.end", 96_100, 96_100, about),
  ];
  const [root, ...others] = stepsOf(rows).steps;
  expect(others).toEqual([]);
  expect(root?.row.operation).toBe("bulk.start");
  expect(new Set(root?.steps.map(({ row: { operation } }) => operation))).toContain("company.change");
});
