import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keptSecrets } from "./secrets";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "countersign-secrets-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("secrets are made once, differ, and are their owner's alone to read", () => {
  const path = join(folder(), "below", "secrets.json");
  const made = keptSecrets(path);
  expect(made.encryptionKey).toMatch(/^[0-9a-f]{64}$/);
  expect(made.sessionSecret).not.toBe(made.encryptionKey);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(keptSecrets(path)).toEqual(made);
});

test("a file that holds something else is left alone, and not quoted", () => {
  const path = join(folder(), "secrets.json");
  for (const content of ["sesame", '{"encryptionKey":"sesame"}']) {
    writeFileSync(path, content);
    expect(() => keptSecrets(path)).toThrow(/does not hold this stack's secrets/);
    expect(() => keptSecrets(path)).not.toThrow(/sesame/);
  }
});
