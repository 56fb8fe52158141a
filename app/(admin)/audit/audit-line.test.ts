import { expect, test } from "vitest";
import type { AuditRow } from "@/lib/audit";
import { auditDaysOf } from "./audit-line";

const row = (at: string): AuditRow => ({
  id: at,
  timestamp: new Date(at),
  userId: "jobs",
  actorKind: "system",
  actorName: "jobs",
  subjectName: null,
  companyId: "",
  companyName: null,
  connectionType: "",
  operation: "connection.check",
  outcome: "success",
  apiEndpoint: "/v3/query",
  requestMethod: "GET",
  responseStatus: 200,
  responseTime: 3,
  ipAddress: "in-process",
  userAgent: "countersign",
  errorMessage: null,
  providerRef: null,
  requestId: null,
  generation: null,
  apiKeyId: null,
});

const shown = (zone: string, ...times: string[]) =>
  auditDaysOf(times.map(row), zone, () => "/audit").map(({ date, name, lines }) => [
    date,
    name,
    lines.map(({ clock }) => clock),
  ]);

test("rows stand under their day in UTC, which the head of the column names", () => {
  expect(shown("UTC", "2026-03-04T00:00:01Z", "2026-03-03T23:59:59Z", "2026-03-03T00:00:00Z")).toEqual([
    ["2026-03-04", "Wednesday 4 March 2026", ["00:00:01"]],
    ["2026-03-03", "Tuesday 3 March 2026", ["23:59:59", "00:00:00"]],
  ]);
});

test("in another zone they stand under its days, which name the offset", () => {
  expect(shown("Pacific/Auckland", "2026-03-03T11:00:00Z", "2026-03-03T10:59:59Z")).toEqual([
    ["2026-03-04", "Wednesday 4 March 2026, GMT+13", ["00:00:00"]],
    ["2026-03-03", "Tuesday 3 March 2026, GMT+13", ["23:59:59"]],
  ]);
});

test("a day whose clocks are put back has a head for each of its offsets", () => {
  expect(
    shown("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-24T22:00:00Z"),
  ).toEqual([
    ["2026-10-25", "Sunday 25 October 2026, GMT+1", ["02:30:00"]],
    ["2026-10-25", "Sunday 25 October 2026, GMT+2", ["02:30:00", "00:00:00"]],
  ]);
});
