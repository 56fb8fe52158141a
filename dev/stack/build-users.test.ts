import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { refuseIfServed, serveBuild } from "./build-users";

function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), "countersign-users-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

test("a build is not replaced under a living process that serves it", async () => {
  const root = checkout();
  const other = spawn(process.execPath, ["--eval", "setInterval(() => {}, 60_000)"]);
  onTestFinished(() => void other.kill());
  const entry = join(root, ".data/build-users", String(other.pid));
  mkdirSync(join(entry, ".."), { recursive: true });
  writeFileSync(entry, "");
  expect(() => refuseIfServed(root)).toThrow(`process ${other.pid} `);

  other.kill();
  await once(other, "exit");
  refuseIfServed(root);
  expect(existsSync(entry)).toBe(false);
});

test("one's own entry is no obstacle, and goes when it is left", () => {
  const root = checkout();
  const leave = serveBuild(root);
  refuseIfServed(root);
  expect(existsSync(join(root, ".data/build-users", String(process.pid)))).toBe(true);
  leave();
  expect(existsSync(join(root, ".data/build-users", String(process.pid)))).toBe(false);
});
