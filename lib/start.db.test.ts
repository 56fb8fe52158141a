import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, expect, test } from "vitest";
import { startSimulator } from "@/dev/simulator";
import { appEnvironment } from "@/dev/stack/app-environment";
import { freePort } from "@/dev/stack/ports";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { buildPrograms } from "./worker/bundling.mjs";

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

async function expectProbes(address: string, token: string): Promise<void> {
  const ask = (path: string, authorization = "") =>
    fetch(`http://${address}${path}`, { headers: { authorization } });
  expect(await (await ask("/readyz")).json()).toEqual({ status: "ready" });
  expect((await ask("/livez")).status).toBe(200);
  expect((await ask("/metrics")).status).toBe(401);
  expect((await ask("/api/anything")).status).toBe(404);
  const metrics = await (await ask("/metrics", `Bearer ${token}`)).text();
  expect(metrics).toContain('countersign_token_refresh_duration_seconds_bucket{provider="qbo",le="0.001"} 0');
  expect(metrics).toContain("countersign_jobs{");
}

beforeAll(() => buildPrograms("dist/programs"));

test.each([
  ["node", process.execPath, ["lib/start.mjs", "worker"]],
  ["npm", "npm", ["run", "worker"]],
])(
  "the worker that %s started serves its metrics, ends in order by SIGTERM and leaves nothing behind",
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
    const METRICS_ADDRESS = `127.0.0.1:${await freePort()}`;
    const worker = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env, METRICS_ADDRESS },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const pid = await untilItTakesJobs(worker);
      await expectProbes(METRICS_ADDRESS, env.METRICS_TOKEN);
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
