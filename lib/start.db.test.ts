import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { startSimulator } from "@/dev/simulator";
import { appEnvironment } from "@/dev/stack/app-environment";
import { testDatabaseUrl } from "@/dev/vitest/database";

const root = resolve(import.meta.dirname, "..");

/** Starts a worker and reads its log until it takes jobs. @returns The pid that took them. */
async function untilItTakesJobs(worker: ChildProcess): Promise<number> {
  if (!worker.stdout) throw new Error("The worker's log is not piped");
  for await (const line of createInterface({ input: worker.stdout })) {
    if (line.includes("takes jobs")) return (JSON.parse(line) as { pid: number }).pid;
  }
  throw new Error("The worker ended before it took jobs");
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.each([
  ["node", process.execPath, ["lib/start.mjs", "worker"]],
  ["npm", "npm", ["run", "worker"]],
])(
  "SIGTERM to the worker that %s started ends it in order and leaves nothing behind",
  async (_by, command, args) => {
    const simulator = await startSimulator();
    const env = appEnvironment(
      {
        appUrl: "http://localhost:3000",
        simulatorUrl: simulator.url,
        databaseUrl: await testDatabaseUrl(),
        journalDirectory: mkdtempSync(join(tmpdir(), "countersign-start-")),
      },
      { encryptionKey: "0123456789abcdef".repeat(4), sessionSecret: "fedcba9876543210".repeat(4) },
    );
    const worker = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const pid = await untilItTakesJobs(worker);
      const ended = once(worker, "exit");
      worker.kill("SIGTERM");
      await ended;
      await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
    } finally {
      worker.kill("SIGKILL");
      await simulator.close();
    }
  },
);
