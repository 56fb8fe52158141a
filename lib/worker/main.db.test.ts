import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { bundledProgram } from "@/dev/bundled-program";
import { appEnvironment } from "@/dev/stack/app-environment";
import { freePort } from "@/dev/stack/ports";
import { bareDatabaseUrl, testDatabaseUrl } from "@/dev/vitest/database";
import { openDatabase } from "@/lib/db";

const root = resolve(import.meta.dirname, "../..");
const WAIT = { timeout: 30_000, interval: 50 };

interface Running {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

async function start(
  script: string,
  databaseUrl: string,
  args: readonly string[] = [],
  more: object = {},
): Promise<Running> {
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
  const env = { ...process.env, ...appEnvironment(addresses, secrets), ...more };
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
    const { ended, said } = await start(script, url, args);
    expect(await ended).toBe(1);
    expect(said()).toBe(
      "Countersign cannot start:\nThe database has no tables yet. Run: npx prisma migrate deploy\n",
    );
  }
});

test("a worker whose METRICS_ADDRESS another program has ends with one line that says what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const taken = { METRICS_ADDRESS: `127.0.0.1:${port}` };
  const { ended, said } = await start("lib/worker/main.ts", await testDatabaseUrl(), [], taken);
  expect(await ended).toBe(1);
  other.close();
  expect(said()).toContain(
    `Countersign cannot start:\nPort ${port} of METRICS_ADDRESS is taken by another program. ` +
      "Choose another one, or end that program.\n",
  );
  expect(said()).not.toContain(" at ");
});

test("a worker with METRICS_ADDRESS and without METRICS_TOKEN says that it serves no /metrics", async () => {
  const METRICS_ADDRESS = `127.0.0.1:${await freePort()}`;
  const { child, said, ended } = await start("lib/worker/main.ts", await testDatabaseUrl(), [], {
    METRICS_ADDRESS,
    METRICS_TOKEN: "",
  });
  try {
    await expect.poll(said, WAIT).toContain("serves no /metrics, because METRICS_TOKEN is not set");
    expect((await fetch(`http://${METRICS_ADDRESS}/livez`)).status).toBe(200);
    expect((await fetch(`http://${METRICS_ADDRESS}/metrics`)).status).toBe(404);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  } finally {
    child.kill("SIGKILL");
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
