import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { bundledProgram } from "@/dev/bundled-program";
import { appEnvironment } from "@/dev/stack/app-environment";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";
import { openDatabase } from "@/lib/db";

const root = resolve(import.meta.dirname, "../..");
const WAIT = { timeout: 30_000, interval: 50 };

interface Running {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

async function start(script: string, databaseUrl: string, ...args: string[]): Promise<Running> {
  const addresses = {
    appUrl: "http://localhost:3000",
    simulatorUrl: "",
    databaseUrl,
    journalDirectory: mkdtempSync(join(tmpdir(), "countersign-journal-")),
  };
  const secrets = {
    encryptionKey: randomBytes(32).toString("hex"),
    sessionSecret: "0123456789abcdef".repeat(4),
  };
  const env = { ...process.env, ...appEnvironment(addresses, secrets) };
  const child = spawn(process.execPath, [await bundledProgram(script), ...args], { cwd: root, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const ended = new Promise<number | null>((done) => child.once("close", done));
  return { child, said: () => said, ended };
}

test("a worker and a command on a database without tables end with one line that holds the command", async () => {
  const url = await bareDatabaseUrl();
  const command = ["admin", "create", "--email", "ada@example.com", "--generate"];
  for (const [script, args] of [
    ["lib/worker/main.ts", []],
    ["lib/cli/main.ts", command],
  ] as const) {
    const { ended, said } = await start(script, url, ...args);
    expect(await ended).toBe(1);
    expect(said()).toBe(
      "Countersign cannot start:\nThe database has no tables yet. Run: npx prisma migrate deploy\n",
    );
  }
});

test("a worker whose role may not use the jobs' tables says so, and never that it takes jobs", async () => {
  const owner = openDatabase({ url: await testDatabaseUrl() });
  const role = `no_jobs_${randomBytes(4).toString("hex")}`;
  await owner.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'x';
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${role}";
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "${role}"`);
  const url = new URL(await testDatabaseUrl());
  url.username = role;
  url.password = "x";
  const { child, said, ended } = await start("lib/worker/main.ts", url.href);
  try {
    await expect.poll(said, WAIT).toContain("The jobs of this process can't run");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(said()).toContain(`The role \\"${role}\\" may not work with pgboss.`);
    expect(said()).not.toContain("takes jobs");
  } finally {
    child.kill("SIGKILL");
    await owner.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    await owner.close();
  }
});
