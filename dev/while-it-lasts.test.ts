import { expect, test } from "vitest";
import { whileItLasts } from "./while-it-lasts.mjs";

test("what lasts is told at its beginning and while it goes on, in whole lines, and no more once it has ended", async () => {
  const lines: string[] = [];
  let done = 0;
  let enough = () => {};
  const told = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const say = (line: string) => {
    if (lines.push(line) === 3) enough();
  };
  const result = await whileItLasts(say, "Seeding", () => told.then(() => "made"), {
    howFar: () => `${++done} of 9 events`,
    everyMs: 5,
  });
  expect(result).toBe("made");
  const after = [...lines];
  expect(after).toEqual(["Seeding…", "Seeding: 1 of 9 events, 0 s", "Seeding: 2 of 9 events, 0 s"]);
  const failing = whileItLasts(say, "Building", () => Promise.reject(new Error("it broke")), { everyMs: 5 });
  await expect(failing).rejects.toThrow("it broke");
  expect(lines).toEqual([...after, "Building…"]);
});
