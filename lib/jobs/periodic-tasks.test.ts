import { expect, test } from "vitest";
import { jobsAt } from "./periodic-tasks";

const task = (name: string, everySeconds: number) => ({ name, everySeconds, run: async () => {} });
const idAt = (nowMs: number, tasks = [task("seal", 60)]) => jobsAt(tasks, nowMs, 60)[0]?.id;

test("a task's job has one id for all of its time, and another for the next", () => {
  expect(idAt(60_000)).toBe(idAt(119_999));
  expect(idAt(119_999)).not.toBe(idAt(120_000));
  expect(idAt(60_000)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("two tasks have two ids", () => {
  expect(idAt(0, [task("seal", 60)])).not.toBe(idAt(0, [task("verify", 60)]));
});

test("a finished job outlives its time, which it marks as planned", () => {
  const [daily] = jobsAt([task("daily", 86_400)], 0, 60);
  expect(daily?.deleteAfterSeconds).toBeGreaterThan(86_400);
});

test("a worker that died holds no task back for longer than a few of its times", () => {
  const [often, seldom] = jobsAt([task("often", 15), task("seldom", 86_400)], 0, 60);
  expect(often?.expireInSeconds).toBe(60);
  expect(seldom?.expireInSeconds).toBe(900);
});
