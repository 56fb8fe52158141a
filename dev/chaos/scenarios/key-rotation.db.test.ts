import { expect, inject, test } from "vitest";
import { isMet } from "../harness/scenario";
import { keyRotation } from "./key-rotation";

// threats.md 16
test("key rotation under load with kills leaves no row unreadable and none on the old key; a wrong key starts nothing", async () => {
  const { checks, counts } = await keyRotation.run(inject("testServer"), 0.05);
  expect(checks.filter((check) => !isMet(check))).toEqual([]);
  expect(counts.opened).toBe(counts.rows);
  expect(counts.plantedServed).toBeGreaterThan(0);
  expect(counts.refreshesMeanwhile).toBeGreaterThan(0);
  expect(counts.callersServed).toBeGreaterThan(0);
}, 120_000);
