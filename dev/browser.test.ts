import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { browserArgs, browserCandidates, ensureBrowser } from "./browser";

test("browserCandidates looks on PATH in its order before the system's usual places", () => {
  const candidates = browserCandidates({ PATH: ["/first", "/second"].join(delimiter) }, "darwin", "/home/me");
  const shell = "chromium-headless-shell";
  expect(candidates.slice(0, 2)).toEqual([join("/first", shell), join("/second", shell)]);
  expect(candidates.at(-1)).toContain(join("/home/me", "Applications", "Microsoft Edge.app"));
});

test("browserCandidates knows Windows' program folders and leaves out those not set", () => {
  const candidates = browserCandidates({ PROGRAMFILES: "C:/Program Files" }, "win32", "C:/Users/me");
  expect(candidates).toEqual([
    join("C:/Program Files", "Google/Chrome/Application/chrome.exe"),
    join("C:/Program Files", "Microsoft/Edge/Application/msedge.exe"),
  ]);
});

test("ensureBrowser refuses a CHROMIUM_PATH that is no browser, instead of taking another", async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = "/nowhere/chromium";
  try {
    await expect(ensureBrowser()).rejects.toThrow("CHROMIUM_PATH is /nowhere/chromium");
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});

test("browserArgs keeps the sandbox except for root and in CI", () => {
  const unsandboxed = process.getuid?.() === 0 || Boolean(process.env.CI);
  expect(browserArgs().includes("--no-sandbox")).toBe(unsandboxed);
  expect(browserArgs()).toContain("--disable-background-networking");
});
