import { afterEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "@/dev/simulator";
import { createDatabaseClock } from "@/lib/db";
import { createSimulatorClock, followIfItRuns } from "./simulator-clock";

const DAY_MS = 86_400_000;
const silent = { warn: () => {} };
let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function following(rate: number) {
  simulator = await startSimulator({ startAtMs: Date.now() + DAY_MS });
  simulator.clock.setRate(rate);
  const clock = createSimulatorClock(createDatabaseClock());
  await followIfItRuns(clock, simulator.url, silent);
  return { clock, simulated: simulator.clock };
}

test("a clock follows a simulator whose time stands still or runs", async () => {
  const still = await following(0);
  expect(still.clock.rate).toBe(0);
  expect(still.clock.nowMs()).toBe(still.simulated.nowMs());
  await simulator?.close();

  const fast = await following(1_000);
  const [before, ours, after] = [fast.simulated.nowMs(), fast.clock.nowMs(), fast.simulated.nowMs()];
  expect(fast.clock.rate).toBe(1_000);
  // What its answer took on its way is time, too: seconds of the world at most.
  expect(ours).toBeGreaterThan(before - 10_000 * 1_000);
  expect(ours).toBeLessThanOrEqual(after + 1_000);
  await expect.poll(() => fast.clock.nowMs() - ours).toBeGreaterThan(1_000);
});

test("a simulator that keeps the world's pace leaves the database's clock in charge", async () => {
  const { clock } = await following(1);
  clock.observe(1_000_000);
  expect(clock.rate).toBe(1);
  expect(clock.nowMs()).toBeLessThan(2_000_000);
});

test("a simulator that does not answer is said to be silent, and the database's clock stays", async () => {
  const said: string[] = [];
  const clock = createSimulatorClock(createDatabaseClock());
  const log = { warn: (_: unknown, message: string) => void said.push(message) };
  await followIfItRuns(clock, "http://localhost:1", log);
  expect(said).toEqual(["The simulator does not tell its time"]);
  expect(clock.rate).toBe(1);
});
