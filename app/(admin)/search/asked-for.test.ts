import { expect, test } from "vitest";
import { readAsked } from "./asked-for";

test("a verb in front says what to do with what the rest finds", () => {
  expect(readAsked("reconnect Acme")).toMatchObject({ search: "Acme", wanted: "reconnect" });
  expect(readAsked("Reconnect")).toMatchObject({ search: "", wanted: "reconnect" });
  expect(readAsked("audit of Acme Foods")).toMatchObject({ search: "Acme Foods", wanted: "audit" });
  expect(readAsked("audit")).toMatchObject({ search: "audit", wanted: "anything" });
  expect(readAsked("auditors ltd")).toMatchObject({ search: "auditors ltd", wanted: "anything" });
});

test("what no name has is left out, and a long text is cut", () => {
  expect(readAsked(" a\u0000b\u202ec \n").text).toBe("abc");
  expect(readAsked("\ud800x").text).toBe("x");
  expect(readAsked("a".repeat(5_000)).text).toHaveLength(100);
  expect(readAsked(["one", "two"]).text).toBe("one");
  expect(readAsked(undefined).text).toBe("");
});
