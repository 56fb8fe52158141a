import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureBrowser } from "./browser";
import { runTool } from "./command";
import { playwrightFailures, vitestFailures } from "./failed-tests";
import { type FileTime, playwrightTimes, slowestFiles, vitestTimes } from "./slowest-files";
import { type Counts, closingLine, playwrightCounts, sumCounts, verdict, vitestCounts } from "./test-counts";

const PARTS = ["unit", "db", "browser"];
const BUDGET_MINUTES = 8;
const root = resolve(import.meta.dirname, "..");
const times: FileTime[] = [];
const failures: string[] = [];

/** `npm test`, or `npm test -- unit|db|browser [arguments of its runner]`. */
async function main([part, ...args]: string[]): Promise<void> {
  if (part !== undefined && !PARTS.includes(part)) {
    console.error(`Unknown part "${part}". Usage: npm test -- [${PARTS.join(" | ")}] [arguments]`);
    process.exitCode = 1;
    return;
  }
  const startedMs = performance.now();
  const reports = mkdtempSync(join(tmpdir(), "countersign-tests-"));
  process.once("exit", () => rmSync(reports, { recursive: true, force: true }));
  const counts = sumCounts(await runParts(part, args, reports));
  console.log(["Where the time went:", ...slowestFiles(times)].join("\n"));
  const minutes = (performance.now() - startedMs) / 60_000;
  if (minutes > BUDGET_MINUTES)
    console.log(`Took ${minutes.toFixed(1)} minutes, over the budget of ${BUDGET_MINUTES}`);
  if (failures.length > 0) console.log(failures.join("\n"));
  console.log(closingLine(counts));
  if (counts.failed > 0) process.exitCode = 1;
}

async function runParts(
  part: string | undefined,
  args: readonly string[],
  reports: string,
): Promise<Counts[]> {
  // A browser may have to be installed first: that waits for the network while the other tests compute.
  const browser = part === undefined || part === "browser" ? ensureBrowser() : undefined;
  const settled = browser?.catch((error: Error) => error);
  const counts: Counts[] = [];
  if (part !== "browser") counts.push(await runVitest(part ? ["--project", part, ...args] : [], reports));
  if (settled) counts.push(await runPlaywright(await settled, part ? args : [], reports));
  return counts;
}

async function runVitest(args: readonly string[], reports: string): Promise<Counts> {
  const report = join(reports, "vitest.json");
  const reporting = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { exitCode } = await runTool("vitest", ["run", ...reporting, ...args], { shown: true });
  const run = readReport(report);
  if (run) times.push(...vitestTimes(run, root));
  if (run) failures.push(...vitestFailures(run, root));
  return verdict(run && vitestCounts(run), exitCode);
}

async function runPlaywright(
  browser: string | Error,
  args: readonly string[],
  reports: string,
): Promise<Counts> {
  if (browser instanceof Error) {
    console.error(browser.message);
    return verdict(undefined, 1);
  }
  const report = join(reports, "playwright.json");
  const { exitCode } = await runTool("playwright", ["test", "--reporter=list,json", ...args], {
    shown: true,
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const run = readReport(report);
  if (run) times.push(...playwrightTimes(run));
  if (run) failures.push(...playwrightFailures(run));
  return verdict(run && playwrightCounts(run), exitCode);
}

function readReport(path: string) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

await main(process.argv.slice(2));
