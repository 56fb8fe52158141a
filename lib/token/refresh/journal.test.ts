import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { createKeyring } from "../keys/keyring";
import { openJournal, type Rotation } from "./journal";

const keyring = createKeyring({ current: randomBytes(32).toString("hex") });
let directory: string;

const rotation = (grantId: string): Rotation => ({
  grantId,
  generation: 7,
  tokenSet: {
    accessToken: "canary-access",
    refreshToken: "canary-refresh",
    scope: "",
    issuedAtMs: 0,
    accessExpiresAtMs: 1,
    refreshExpiresAtMs: 2,
    hardExpiresAtMs: null,
  },
  actor: { kind: "person", id: "u" },
  startedMs: 0,
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "journal-"));
});

describe("a journal", () => {
  test("gives back what was appended, by grant, until it is removed", async () => {
    const journal = await openJournal(directory, keyring);
    const name = await journal.append(rotation("g1"));
    await journal.append(rotation("g2"));
    expect(await journal.entries("g1")).toEqual([{ name, rotation: rotation("g1") }]);
    await journal.remove(name);
    expect((await journal.entries()).map((entry) => entry.rotation.grantId)).toEqual(["g2"]);
  });

  test("names actors as earlier versions do, whose processes may share its folder", async () => {
    const journal = await openJournal(directory, keyring);
    const actors = [
      [
        { kind: "person", id: "u" },
        { userId: "u", kind: "user" },
      ],
      [
        { kind: "caller", id: "c" },
        { userId: "c", kind: "caller" },
      ],
      [
        { kind: "system", id: "keep-alive" },
        { userId: "keep-alive", kind: "system" },
      ],
    ] as const;
    for (const [actor, atRest] of actors) {
      const name = await journal.append({ ...rotation("g1"), actor });
      const [grantId, generation] = name.split(".");
      const context = { table: "Journal", rowId: name, field: "rotation", provider: "" };
      const text = keyring.decrypt(await readFile(join(directory, name)), {
        ...context,
        subject: `${grantId}.${generation}`,
      });
      expect(JSON.parse(text)).toMatchObject({ actor: atRest });
      expect(await journal.entries("g1")).toMatchObject([{ name, rotation: { actor } }]);
      await journal.remove(name);
    }
  });

  test("is read by another process of the machine", async () => {
    await (await openJournal(directory, keyring)).append(rotation("g1"));
    expect(await (await openJournal(directory, keyring)).entries()).toHaveLength(1);
  });

  test("holds no token in plain", async () => {
    const name = await (await openJournal(directory, keyring)).append(rotation("g1"));
    const bytes = await readFile(join(directory, name));
    for (const canary of ["canary-access", "canary-refresh"]) {
      for (const form of [canary, Buffer.from(canary).toString("base64").slice(0, -2)]) {
        expect(bytes.includes(form)).toBe(false);
      }
    }
  });

  test("sets aside what it can't open, and never deletes it", async () => {
    const journal = await openJournal(directory, keyring);
    const name = await journal.append(rotation("g1"));
    await writeFile(join(directory, name), "torn");
    expect(await journal.entries()).toEqual([]);
    expect(await readdir(join(directory, "quarantine"))).toEqual([name]);
  });

  test("leaves what another process's key encrypted to that process", async () => {
    const theirs = createKeyring({ current: randomBytes(32).toString("hex") });
    const name = await (await openJournal(directory, theirs)).append(rotation("g1"));
    const journal = await openJournal(directory, keyring);
    expect(await journal.entries()).toEqual([]);
    expect(await journal.size()).toBe(1);
    expect((await (await openJournal(directory, theirs)).entries()).map((entry) => entry.name)).toEqual([
      name,
    ]);
  });

  test("does not take an entry renamed to another grant", async () => {
    const journal = await openJournal(directory, keyring);
    const name = await journal.append(rotation("g1"));
    await writeFile(join(directory, name.replace("g1", "g2")), await readFile(join(directory, name)));
    expect(await journal.entries("g2")).toEqual([]);
  });

  test("survives being asked to remove or set aside what is gone", async () => {
    const journal = await openJournal(directory, keyring);
    await journal.remove("g1.1.x.rotation");
    await journal.quarantine("g1.1.x.rotation");
  });

  test("says at once that its folder can't be written", async () => {
    await writeFile(join(directory, "file"), "");
    await chmod(join(directory, "file"), 0o400);
    await expect(openJournal(join(directory, "file"), keyring)).rejects.toThrow();
  });
});
