import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { countersign } from "@/dev/vitest/countersign-command";
import { tokenWorld } from "@/dev/vitest/token-world";
import { createKeyring } from "@/lib/token/keys/keyring";

const world = tokenWorld();
const newKey = () => randomBytes(32).toString("hex");
const idOf = (key: string) => createKeyring({ current: key }).currentKeyId;

test("keys status and keys rotate carry every row to a new key and show no key material", async () => {
  await world.connectQbo();
  await world.connectXero();
  const old = world.settings.encryptionKeys.current;
  const current = newKey();
  const settings = { ...world.settings, encryptionKeys: { current, previous: [old] } };

  const before = await countersign(settings, "keys", "status");
  expect(before).toMatchObject({ code: 0, stderr: "" });
  expect(before.stdout).toBe(`${idOf(current)}  current   nothing\n${idOf(old)}  previous  Grant 2\n`);

  const rotated = await countersign(settings, "keys", "rotate");
  expect(rotated).toMatchObject({ code: 0, stdout: "2 rows were re-encrypted, 0 are left.\n" });
  expect(rotated.stderr).toBe("Sealing anew 2 of 2\n");

  const after = await countersign(settings, "keys", "status");
  expect(after.stdout).toBe(`${idOf(current)}  current   Grant 2\n${idOf(old)}  previous  nothing\n`);
  for (const { stdout, stderr } of [before, rotated, after]) {
    for (const key of [old, current]) expect(stdout + stderr).not.toContain(key.slice(0, 16));
  }

  const wrong = { ...world.settings, encryptionKeys: { current: newKey(), previous: [] } };
  const unknown = await countersign(wrong, "keys", "status");
  expect(unknown.stdout).toContain(`${idOf(current)}  unknown   Grant 2\n`);
  expect(unknown.stderr).toContain("ENCRYPTION_KEY_PREVIOUS");
  const refused = await countersign(wrong, "keys", "rotate");
  expect(refused).toMatchObject({ code: 1, stdout: "0 rows were re-encrypted, 2 are left.\n" });
  expect(
    refused.stderr.match(/ENCRYPTION_KEY does not open Grant "\w+": another key encrypted it\./g),
  ).toHaveLength(2);
  expect(await countersign(settings, "keys", "rotate")).toMatchObject({ code: 0 });
  expect(await countersign(settings, "keys", "rotate", "--batch", "0")).toMatchObject({ code: 2 });
}, 60_000);
