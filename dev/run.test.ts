import { expect, test } from "vitest";
import { installIsStale, nodeProblem } from "./run.mjs";

test("nodeProblem says which Node is needed, which is here and how to get one, and is silent otherwise", () => {
  expect(nodeProblem("20.18.3")).toContain(
    "needs Node 22.12 or newer, and this is Node 20.18.3. Install Node 24",
  );
  expect(nodeProblem("18.20.0")).toContain("https://nodejs.org/en/download");
  expect(nodeProblem("20.19.0")).toBeUndefined();
  expect(nodeProblem("24.1.0")).toBeUndefined();
});

const lock = (packages: object) => JSON.stringify({ packages: { "": { name: "countersign" }, ...packages } });
const a = { version: "1.0.0", integrity: "sha512-a" };

test("installIsStale sees a missing install, a missing package, another version and a removed package", () => {
  const wanted = lock({ "node_modules/a": a });
  expect(installIsStale(wanted, undefined, false)).toBe(true);
  expect(installIsStale(wanted, lock({}), false)).toBe(true);
  expect(installIsStale(wanted, lock({ "node_modules/a": { ...a, version: "0.9.0" } }), false)).toBe(true);
  expect(installIsStale(wanted, lock({ "node_modules/a": { ...a, integrity: "sha512-b" } }), false)).toBe(
    true,
  );
  expect(installIsStale(wanted, lock({ "node_modules/a": a, "node_modules/b": a }), false)).toBe(true);
  expect(installIsStale(wanted, lock({ "node_modules/a": a }), false)).toBe(false);
});

test("installIsStale forgives other platforms' packages, and development's in production", () => {
  const others = lock({ "node_modules/a": a, "node_modules/win32": { ...a, optional: true } });
  expect(installIsStale(others, lock({ "node_modules/a": a }), false)).toBe(false);
  const development = lock({ "node_modules/a": a, "node_modules/d": { ...a, dev: true } });
  expect(installIsStale(development, lock({ "node_modules/a": a }), false)).toBe(true);
  expect(installIsStale(development, lock({ "node_modules/a": a }), true)).toBe(false);
});
