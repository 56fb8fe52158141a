import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { countersign } from "@/dev/vitest/countersign-command";
import { tokenWorld } from "@/dev/vitest/token-world";
import { createKeyring } from "@/lib/token/keys/keyring";

const world = tokenWorld();
const newKey = () => randomBytes(32).toString("hex");
const idOf = (key: string) => createKeyring({ current: key }).currentKeyId;

/** Of two connections. */
const PLACES = "Connection 2, Event 2, Grant 2, Grant.subject 2";

test("keys status and keys rotate carry every row to a new key and show no key material", async () => {
  await world.connectQbo();
  await world.connectXero();
  const old = world.settings.encryptionKeys.current;
  const current = newKey();
  const settings = { ...world.settings, encryptionKeys: { current, previous: [old] } };

  const before = await countersign(settings, "keys", "status");
  expect(before).toMatchObject({ code: 0, stderr: "" });
  expect(before.stdout).toBe(`${idOf(current)}  current   nothing\n${idOf(old)}  previous  ${PLACES}\n`);

  const rotated = await countersign(settings, "keys", "rotate");
  expect(rotated).toMatchObject({ code: 0, stdout: "8 rows were re-encrypted, 0 are left.\n" });
  expect(rotated.stderr).toBe(
    "Sealing anew 2 of 8\nSealing anew 4 of 8\nSealing anew 6 of 8\nSealing anew 8 of 8\n",
  );

  const after = await countersign(settings, "keys", "status");
  expect(after.stdout).toBe(`${idOf(current)}  current   ${PLACES}\n${idOf(old)}  previous  nothing\n`);
  for (const { stdout, stderr } of [before, rotated, after]) {
    for (const key of [old, current]) expect(stdout + stderr).not.toContain(key.slice(0, 16));
  }

  const wrong = { ...world.settings, encryptionKeys: { current: newKey(), previous: [] } };
  const unknown = await countersign(wrong, "keys", "status");
  expect(unknown.stdout).toContain(`${idOf(current)}  unknown   ${PLACES}\n`);
  expect(unknown.stderr).toContain("ENCRYPTION_KEY_PREVIOUS");
  const refused = await countersign(wrong, "keys", "rotate");
  expect(refused).toMatchObject({ code: 1, stdout: "0 rows were re-encrypted, 8 are left.\n" });
  expect(
    refused.stderr.match(/ENCRYPTION_KEY does not open \w+ "\w+": another key encrypted it\./g),
  ).toHaveLength(8);
  expect(await countersign(settings, "keys", "rotate")).toMatchObject({ code: 0 });
  expect(await countersign(settings, "keys", "rotate", "--batch", "0")).toMatchObject({ code: 2 });
}, 60_000);
