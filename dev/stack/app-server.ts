import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Child, startChild } from "./child";

const READY_PATIENCE_MS = 90_000;
const POLL_MS = 50;

interface AppOptions {
  root: string;
  port: number;
  /** `next dev` instead of `next start`; prints to the terminal. */
  development: boolean;
  env: Record<string, string>;
  logFile: string;
}

/** Starts the app, and does not wait for it. */
export function launchApp({ root, port, development, env, logFile }: AppOptions): Child {
  const next = createRequire(join(root, "package.json")).resolve("next/dist/bin/next");
  const args = [development ? "dev" : "start", root, "--port", String(port), "--hostname", "localhost"];
  return startChild(next, args, {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      NODE_ENV: development ? "development" : "production",
    },
    logFile: development ? undefined : logFile,
  });
}

/** Starts the app and waits until it answers `/api/readyz` with 200, which takes a query of its database. */
export async function startApp(options: AppOptions): Promise<Child> {
  const { port, logFile } = options;
  const app = launchApp(options);
  const problem = await Promise.race([
    app.ended,
    notReadyIn(`http://localhost:${port}/api/readyz`, app.ended),
  ]);
  if (problem === undefined) return app;
  await app.end();
  const said = existsSync(logFile) ? `:\n${readFileSync(logFile, "utf8").slice(-4_000)}` : "";
  throw new Error(`The app ${problem}${said}`);
}

/** Undefined once it is ready, else why the wait ended. */
async function notReadyIn(url: string, ended: Promise<string>): Promise<string | undefined> {
  const giveUpAtMs = Date.now() + READY_PATIENCE_MS;
  let over = false;
  void ended.then(() => {
    over = true;
  });
  let last = "no answer";
  while (!over && Date.now() < giveUpAtMs) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch((error: Error) => {
      last = error.message;
      return undefined;
    });
    if (response?.ok) return undefined;
    if (response) last = `it answered ${response.status}`;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return `is not ready after ${READY_PATIENCE_MS / 1000} s: ${last}`;
}
