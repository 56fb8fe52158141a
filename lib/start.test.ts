import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** An installation whose build is a name only, and what its web process says when it is started. */
function installation(envFile = "") {
  const folder = mkdtempSync(join(tmpdir(), "countersign-installed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const inside of ["lib", ".next"]) mkdirSync(join(folder, inside));
  for (const file of ["start.mjs", "env-file.mjs", "end-with-npm.mjs"])
    copyFileSync(join(root, "lib", file), join(folder, "lib", file));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, ".next/BUILD_ID"), "none");
  writeFileSync(join(folder, ".env"), envFile, { mode: 0o600 });
  return (...args: string[]) => {
    const { PORT: _port, ...env } = process.env;
    const web = [join(folder, "lib/start.mjs"), "web", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, web, {
      env,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };
}

async function takenPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void other.close());
  return (other.address() as AddressInfo).port;
}

test("a port that another program has ends the start with what to do and no stack", async () => {
  const port = await takenPort();
  const refusal = {
    status: 1,
    stdout: "",
    stderr: `Countersign cannot start:\nPort ${port} is taken by another program. Set PORT to another one, or end that program.\n`,
  };
  expect(installation()("-p", String(port), "-H", "127.0.0.1")).toEqual(refusal);
  expect(installation(`PORT=${port}\n`)("--hostname=127.0.0.1")).toEqual(refusal);
});

test("an address that this machine does not have ends the start with what to do", () => {
  const { status, stderr } = installation()("-p", "0", "-H", "192.0.2.1");
  expect([status, stderr]).toEqual([
    1,
    "Countersign cannot start:\nNothing can listen at 192.0.2.1 (EADDRNOTAVAIL). Give -H another address of this machine, or leave it out.\n",
  ]);
});

test("a value in .env that would be cut short ends the start by line and variable", () => {
  const { status, stdout, stderr } = installation("A=1\nNEXTAUTH_SECRET=canary#1\n")("-p", "0");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("Countersign cannot start:\n.env, line 2: NEXTAUTH_SECRET holds a # ");
  expect(stderr).not.toContain("canary");
});

test("a start that fails says nowhere that it is ready", () => {
  const { status, stdout, stderr } = installation("PORT=\n")("-p", "0", "-H", "127.0.0.1");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).not.toBe("");
});
