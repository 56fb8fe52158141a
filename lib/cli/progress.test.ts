import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgress } from "./progress";

function shown(isTTY: boolean, steps: number, total: number): string {
  const output = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  output.isTTY = isTTY;
  const progress = createProgress("Working", output);
  for (let done = 1; done <= steps; done++) progress.update({ done, total });
  progress.end();
  return String(output.read() ?? "");
}

test("a terminal sees a bar that fills in place and ends its line", () => {
  const output = shown(true, 1_200, 1_200);
  expect(output.startsWith("\rWorking ░")).toBe(true);
  expect(output.endsWith(`\rWorking ${"█".repeat(30)} 1,200 of 1,200\n`)).toBe(true);
});

test("a log gets a line every tenth, and none twice", () => {
  const lines = shown(false, 1_000, 1_000).trimEnd().split("\n");
  expect(lines).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(
      (tenth) => `Working ${tenth === 10 ? "1,000" : tenth * 100} of 1,000`,
    ),
  );
});

test("nothing to do is nothing to show", () => {
  expect(shown(true, 0, 0)).toBe("");
});
