import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundledProgram } from "@/dev/bundled-program";
import { appEnvironment } from "@/dev/stack/app-environment";
import { launchApp } from "@/dev/stack/app-server";
import { type Child, startChild } from "@/dev/stack/child";
import { freePort } from "@/dev/stack/ports";
import { serveFreshBuild } from "@/dev/stack/served-build";
import { signedInAdmin } from "@/dev/stack/signed-in-admin";
import type { ChaosWorld } from "./chaos-world";

const root = resolve(import.meta.dirname, "../../..");
const PATIENCE_MS = 5_000;

/** The app in a process of its own, seen from outside. */
export interface ServedApp {
  /** As a signed-in admin. Undefined when nobody answers within five seconds. */
  get(path: string): Promise<Response | undefined>;
  /** Undefined while it lives, else how it ended. */
  ended(): string | undefined;
  log(): string;
  /** An ordered stop. @returns How it ended. */
  end(): Promise<string>;
}

/** An app that has all it needs, and a folder of its own until `clear`. */
export interface PreparedApp {
  /** Starts it, and does not wait for it. */
  start(): ServedApp;
  clear(): Promise<void>;
}

/**
 * Prepares the app on a world's database and simulator, while that database answers.
 *
 * @param as "web": Next's production server. "process": the same start and route handlers without Next, which needs
 *   no build.
 */
export async function prepareApp(world: ChaosWorld, as: "web" | "process"): Promise<PreparedApp> {
  const port = await freePort(0);
  const url = `http://localhost:${port}`;
  const env = environmentOf(world, url);
  const cookie = await signedInAdmin(world.database, env);
  const leave = as === "web" ? await serveFreshBuild(root, console.log) : () => {};
  const folder = mkdtempSync(join(tmpdir(), "countersign-chaos-app-"));
  const logFile = join(folder, "app.log");
  const launch =
    as === "web"
      ? () => launchApp({ root, port, development: false, env, logFile })
      : await preparedProcess(port, env, logFile);
  let child: Child | undefined;
  return {
    start: () => {
      child = launch();
      return seen(child, as === "web" ? url : `http://127.0.0.1:${port}`, cookie, logFile);
    },
    clear: async () => {
      await child?.end();
      leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function preparedProcess(port: number, env: Record<string, string>, logFile: string) {
  const program = await bundledProgram("dev/chaos/harness/web-process.ts");
  return () =>
    startChild(program, [String(port)], {
      cwd: root,
      env: { ...process.env, ...env, NEXT_RUNTIME: "nodejs" },
      logFile,
    });
}

function seen(child: Child, address: string, cookie: string, logFile: string): ServedApp {
  let how: string | undefined;
  void child.ended.then((end) => {
    how = end;
  });
  const get = (path: string) =>
    fetch(`${address}${path}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "manual",
      headers: { cookie },
    });
  return {
    get: (path) => get(path).catch(() => undefined),
    ended: () => how,
    log: () => readFileSync(logFile, "utf8"),
    end: async () => {
      if (how === undefined) process.kill(child.pid, "SIGTERM");
      return child.ended;
    },
  };
}

/** The environment of a process on a world. */
export function environmentOf({ settings, simulator }: ChaosWorld, appUrl: string) {
  const { databaseUrl, journalDirectory, encryptionKeys } = settings;
  const addresses = { appUrl, simulatorUrl: simulator.url, databaseUrl, journalDirectory };
  const sessionSecret = randomBytes(32).toString("hex");
  return appEnvironment(addresses, { encryptionKey: encryptionKeys.current, sessionSecret });
}
