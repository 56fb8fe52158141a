import { expect, test } from "vitest";
import { onlyParams, requireWhole } from "./whole-query";

const refused = (message: string, field: string) =>
  expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(message), field });

test("a parameter that is empty or there twice is refused by its name", () => {
  const whole = (query: string) => requireWhole(new URLSearchParams(query), (name) => name === "-user");
  expect(() => whole("a=1&b=2&-user=x&-user=y")).not.toThrow();
  expect(() => whole("a=1&a=1")).toThrow(refused("“a” is there twice.", "a"));
  expect(() => whole("a=&b=1")).toThrow(refused("“a” is empty.", "a"));
  expect(() => whole("a=+&b=1")).toThrow(refused("“a” is empty.", "a"));
});

test("an address takes its own parameters, each once", () => {
  const month = (query: string) => onlyParams(new URLSearchParams(query), ["month"])("month");
  expect(month("month=2026-03")).toBe("2026-03");
  expect(month("")).toBeUndefined();
  expect(() => month("month=2026-03&month=2026-04")).toThrow(refused("“month” is there twice.", "month"));
  expect(() => month("month=2026-03&status=working")).toThrow(
    refused("“status” is no parameter of this address.", "status"),
  );
});
