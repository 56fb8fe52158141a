import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSync } from "@node-rs/argon2";
import { expect, it } from "vitest";
import { createKeyring } from "@/lib/token/keys/keyring";
import { openJournal } from "@/lib/token/refresh/journal";
import { hashPassword, isPassword } from "./password";

const keyring = createKeyring({ current: "0123456789abcdef".repeat(4), previous: [] });
/** Many times the usual cost. */
const SLOW = { memoryCost: 65_536, timeCost: 6, parallelism: 1 };

it("hashes and recognises a password, and says no to another one and to none", async () => {
  const passwordHash = await hashPassword("correct horse battery");
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await isPassword(passwordHash, "correct horse battery")).toBe(true);
  expect(await isPassword(passwordHash, "wrong horse battery")).toBe(false);
  expect(await isPassword(undefined, "correct horse battery")).toBe(false);
}, 30_000);

it.each([
  ["eleven bits", "11"],
  ["            ", "5 different"],
  ["abcdabcdabcdabcd", "5 different"],
])("takes %j for no password", async (password, why) => {
  await expect(hashPassword(password)).rejects.toMatchObject({
    field: "password",
    message: expect.stringContaining(why),
  });
});

it("goes on after a stored hash that is none", async () => {
  await expect(isPassword("not a hash", "correct horse battery")).rejects.toThrow("Cannot hash");
  expect(await isPassword(undefined, "correct horse battery")).toBe(false);
}, 30_000);

it("leaves the journal its threads: an append completes while every place for hashing is taken", async () => {
  const slow = hashSync("another password", SLOW);
  const directory = await mkdtemp(join(tmpdir(), "journal-"));
  const journal = await openJournal(directory, keyring);
  let hashed = 0;
  const hashes = Array.from({ length: 6 }, () => isPassword(slow, "guess").then(() => hashed++));
  const rotation = {
    grantId: "g1",
    generation: 1,
    tokenSet: {
      accessToken: "a",
      refreshToken: "r",
      scope: "s",
      issuedAtMs: 0,
      accessExpiresAtMs: 1,
      refreshExpiresAtMs: 2,
      hardExpiresAtMs: null,
    },
    actor: { kind: "person", id: "u" },
    startedMs: 0,
  } as const;
  await journal.append(rotation);
  expect(hashed).toBe(0);
  await Promise.all(hashes);
  await rm(directory, { recursive: true });
}, 60_000);
