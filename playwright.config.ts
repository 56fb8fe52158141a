import { defineConfig } from "@playwright/test";
import { browserArgs, ensureBrowser } from "./dev/browser";

// A worker reads this file again and finds the browser named by the first reading.
process.env.CHROMIUM_PATH ??= await ensureBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Patience ends what hangs. A busy machine is no reason to fail.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 30_000,
    locale: "en-GB",
    timezoneId: "UTC",
    // A trace of every test takes a third of the time; --trace retain-on-failure shows what one saw.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: browserArgs() },
  },
  projects: [
    { name: "sessions", testMatch: "sessions.setup.ts" },
    { name: "journeys", testMatch: "*.spec.ts", dependencies: ["sessions"] },
    // What is timed runs by itself, when nothing else is left.
    { name: "measured", testMatch: "*.measured.ts", dependencies: ["journeys"] },
    // What changes the whole for everybody, or looks at all of it, comes last.
    { name: "alone", testMatch: "*.alone.ts", dependencies: ["measured"], workers: 1 },
  ],
});
