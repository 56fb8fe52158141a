import { existsSync } from "node:fs";
import { homedir, platform } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { runCommand, runTool } from "./command";

/** The shell has no window to draw, and takes half of the processor's time. */
const NAMES = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "msedge",
  "microsoft-edge",
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a browser may be, the best guess first; @see Playwright's own list of channels. */
export function browserCandidates(env: Environment, system: NodeJS.Platform, home: string): string[] {
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean);
  const ending = system === "win32" ? ".exe" : "";
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
  const macApps = [
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ];
  const windowsApps = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];
  const usual: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ["/Applications", join(home, "Applications")].flatMap((root) =>
      macApps.map((app) => join(root, app)),
    ),
    win32: [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
      .filter((root) => root !== undefined)
      .flatMap((root) => windowsApps.map((app) => join(root, app))),
  };
  return [...onPath, ...(usual[system] ?? [])];
}

/**
 * Finds a Chromium-based browser, or installs one, and says on standard output which.
 *
 * @returns The path of its executable.
 * @throws {Error} CHROMIUM_PATH names none, or none could be installed.
 */
export async function ensureBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return found(named);
    throw new Error(`CHROMIUM_PATH is ${named}, which is no browser that starts`);
  }
  const present = await firstThatStarts([
    ...browserCandidates(process.env, platform(), homedir()),
    chromium.executablePath(),
  ]);
  if (present) return found(present);
  return found((await installFromDebian()) ?? (await installFromPlaywright()));
}

/** For headless tests: no GPU, no first-run questions, no request of the browser's own. */
export function browserArgs(): string[] {
  const quiet = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  // Chromium's sandbox needs what root and most CI containers lack.
  const sandboxless = process.getuid?.() === 0 || Boolean(process.env.CI);
  return sandboxless ? [...quiet, "--no-sandbox"] : quiet;
}

function found(path: string): string {
  console.log(`Browser: ${path}`);
  return path;
}

async function firstThatStarts(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await starts(path)) return path;
  return undefined;
}

/** Ubuntu's `chromium` may be a stub that only points at the snap store, so a file alone proves nothing. */
async function starts(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  if (platform() === "win32") return true; // there `--version` opens a window
  const version = await runCommand(path, ["--version"]).catch(() => undefined);
  return version?.exitCode === 0;
}

async function installFromDebian(): Promise<string | undefined> {
  const apt = "/usr/bin/apt-get";
  if (process.getuid?.() !== 0 || !existsSync(apt)) return undefined;
  console.log("No browser found: installing Debian's chromium-headless-shell (apt-get)…");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const updated = await runCommand(apt, ["update"], { env });
  const install = ["install", "-y", "--no-install-recommends", "chromium-headless-shell"];
  const installed = await runCommand(apt, install, { env });
  const path = await firstThatStarts(["/usr/bin/chromium-headless-shell"]);
  if (!path)
    console.log(
      `apt-get brought no browser that starts:\n${(updated.output + installed.output).slice(-2000)}`,
    );
  return path;
}

async function installFromPlaywright(): Promise<string> {
  console.log("No browser found: downloading Playwright's Chromium…");
  const { exitCode, output } = await runTool("playwright", ["install", "chromium"]);
  const path = chromium.executablePath();
  if (exitCode === 0 && (await starts(path))) return path;
  throw new Error(
    `Cannot install a browser. Install Chrome, Chromium or Edge, or set CHROMIUM_PATH.\n${output.trim().slice(-2000)}`,
  );
}
