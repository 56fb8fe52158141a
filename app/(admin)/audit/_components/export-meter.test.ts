import { expect, test } from "vitest";
import { exportWriters } from "@/lib/audit/export/export-format";
import { type ExportFormat, ExportMeter } from "./export-meter";

const row = (second: number) => ({
  position: second,
  id: `r${second}`,
  timestamp: `2026-03-03T09:14:${String(second).padStart(2, "0")}.000Z`,
  userId: "u1",
  companyId: "c1",
  apiEndpoint: "/x",
  connectionType: "qbo",
  requestMethod: "GET",
  responseStatus: 200,
  ipAddress: "",
  userAgent: "",
  errorMessage: '"quoted", "timestamp":"1999-01-01T00:00:00.000Z",',
  responseTime: null,
  operation: "api.call",
  actorKind: "service",
  outcome: "success",
  requestId: null,
  providerRef: null,
  generation: null,
  actorName: null,
  companyName: "Two\nlines & Co",
});

function fileOf(format: ExportFormat, rows: number, truncated: boolean): Uint8Array {
  const writer = exportWriters[format];
  const head = { startedAt: "2026-03-03T10:00:00.000Z", filter: "", sealNumber: 1, maxRows: 100 };
  const all = Array.from({ length: rows }, (_, index) => row(rows - index));
  const text = writer.head(head) + writer.rows(all as never) + writer.end({ rows, truncated });
  return new TextEncoder().encode(text);
}

/** @returns What the meter said after each chunk, and at the end. */
function measure(format: ExportFormat, bytes: Uint8Array, chunkBytes: number) {
  const meter = new ExportMeter(format);
  const said: number[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    meter.take(bytes.subarray(at, at + chunkBytes));
    said.push(meter.progress().rows);
  }
  return { said, backTo: meter.progress().backTo, end: () => meter.end() };
}

for (const format of ["csv", "jsonl"] as const) {
  test(`${format}: rows are counted whole, wherever the chunks are cut`, () => {
    for (const chunkBytes of [1, 7, 1_000, 1_000_000]) {
      const { said, backTo, end } = measure(format, fileOf(format, 12, false), chunkBytes);
      expect(end()).toEqual({ rows: 12, truncated: false });
      expect(said).toEqual(said.toSorted((one, other) => one - other));
      expect(backTo).toBe("2026-03-03T09:14:01.000Z");
    }
  });

  test(`${format}: no row, and an export cut short, are told as they are`, () => {
    expect(measure(format, fileOf(format, 0, false), 50).end()).toEqual({ rows: 0, truncated: false });
    expect(measure(format, fileOf(format, 3, true), 50).end()).toEqual({ rows: 3, truncated: true });
  });
}

test("a JSONL file without its last line is not taken for whole", () => {
  const whole = fileOf("jsonl", 3, false);
  const broken = whole.subarray(0, new TextDecoder().decode(whole).lastIndexOf('{"end"'));
  expect(() => measure("jsonl", broken, 100).end()).toThrow("The export has no last line");
});
