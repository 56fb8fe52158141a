import { expect, inject, test } from "vitest";
import { log } from "@/lib/log";
import { IN_THE_SUITE, isMet, type Scenario } from "./scenario";

/** On a busy machine: alone, each takes a few seconds. */
const TIMEOUT_MS = 600_000;

/** A test of each scenario at the suite's counts. */
export function withstands(...scenarios: Scenario[]): void {
  log.level = "silent"; // what the faults provoke is counted, not logged
  test.each(scenarios)(
    "withstands $title (threat $threat)",
    async ({ run }) => {
      const { checks, notes = [] } = await run(inject("testServer"), IN_THE_SUITE);
      expect(checks.length).toBeGreaterThan(0);
      expect({ missed: checks.filter((check) => !isMet(check)), notes }).toMatchObject({ missed: [] });
    },
    TIMEOUT_MS,
  );
}
