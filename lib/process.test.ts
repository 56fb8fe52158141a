import { expect, expectTypeOf, test } from "vitest";
import { bindVerbs, oncePerProcess, processPart } from "./process";

test("a part that nobody composed names itself and the process's start", () => {
  const { get, find } = processPart<number>("never composed");
  expect(find()).toBeUndefined();
  expect(get).toThrow(
    expect.objectContaining({
      code: "misconfigured",
      message: '"never composed" was used before this process was booted (lib/boot).',
    }),
  );
});

test("a part is shared by every copy of the module that names it", () => {
  processPart<string>("shared").install("the one");
  expect(processPart<string>("shared").get()).toBe("the one");
  expect(Object.getOwnPropertySymbols(globalThis).map(String)).toContain("Symbol(countersign.process)");
});

test("oncePerProcess makes its value once", () => {
  const first = oncePerProcess("list", () => ["first"]);
  expect(oncePerProcess("list", () => ["second"])).toBe(first);
});

test("bindVerbs hands each verb the room's deps and keeps the types of the rest", () => {
  const room = bindVerbs(
    { by: 3 },
    {
      times: ({ by }: { by: number }, factor: number, label?: string) => `${label ?? ""}${by * factor}`,
      none: ({ by }: { by: number }) => by,
    },
  );
  expect([room.times(4), room.times(4, "= "), room.none()]).toEqual(["12", "= 12", 3]);
  expectTypeOf(room.times).toEqualTypeOf<(factor: number, label?: string) => string>();
});
