import { expect, test } from "vitest";
import { countersign } from "@/dev/vitest/countersign-command";
import { tokenWorld } from "@/dev/vitest/token-world";
import { createKeyVerifier } from "@/lib/people/api-keys";

const world = tokenWorld();
const keysApi = (...args: string[]) => countersign(world.settings, "keys-api", ...args);
const VALUE = /^cs_(?:live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}\n$/;
const NEEDED = ["--name", "Nightly billing", "--service", "billing"];

test("the command line makes, lists, rotates and revokes a key, and shows each value once and alone", async () => {
  const { companyId } = await world.connectQbo();
  const made = await keysApi(
    ...["make", ...NEEDED, "--scopes", "tokens:vend, connections:read", "--companies", companyId],
    ...[
      "--providers",
      "qbo",
      "--environment",
      "test",
      "--networks",
      "203.0.113.7/24",
      "--limit",
      "60",
      "--days",
      "30",
    ],
  );
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(VALUE) });
  const value = made.stdout.trim();
  const id = value.slice(8, 20);
  expect(made.stderr).toMatch(
    new RegExp(
      `^Made key ${id} for billing, valid until \\d{4}-\\d\\d-\\d\\d\\. Its value is shown this once:\n$`,
    ),
  );

  const listed = await keysApi("list");
  expect(listed).toMatchObject({ code: 0, stderr: "" });
  expect(listed.stdout.split("\t").slice(0, 9)).toEqual([
    ...[id, "test", "expiring", "Nightly billing", "billing", "connections:read,tokens:vend"],
    ...["1 company", "qbo", "never used"],
  ]);

  const rotated = await keysApi("rotate", "--id", id, "--keep-days", "0", "--days", "365");
  expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(VALUE) });
  expect(rotated.stderr).toContain(`Key ${id} has a new secret; the old one ended now.`);
  const { database, settings } = world;
  const verifier = createKeyVerifier({
    database,
    clock: { nowMs: () => Date.now() },
    notifications: { listenUrl: settings.databaseUrl, sendUrl: settings.databaseUrl },
    log: { warn: () => {} },
  });
  await verifier.started;
  const verify = async (presented: string) => verifier.verify(presented, "203.0.113.7");
  await expect(verify(value)).rejects.toMatchObject({ code: "invalid_token" });
  expect(await verify(rotated.stdout.trim())).toMatchObject({ id, companyIds: new Set([companyId]) });

  const revoked = await keysApi("revoke", "--id", id);
  expect(revoked).toMatchObject({ code: 0, stdout: "" });
  expect(revoked.stderr).toBe(`Key ${id} is revoked: every request with it is refused.\n`);
  await expect.poll(() => verify(rotated.stdout.trim()).catch(() => "refused")).toBe("refused");
  await verifier.stop();

  const changes = await database.query<{ operation: string; userId: string }>(
    `SELECT operation, "userId" FROM "AuditLog" WHERE "apiEndpoint" = $1 AND outcome = 'success' ORDER BY position`,
    [`/api-keys/${id}`],
  );
  expect(changes.map(({ operation }) => operation)).toEqual([
    "api_key.make",
    "api_key.rotate",
    "api_key.revoke",
  ]);
  expect(new Set(changes.map(({ userId }) => userId))).toEqual(new Set(["command line"]));
}, 120_000);

test("what it can't do is one sentence, and makes nothing", async () => {
  const keysBefore = await world.database.query(`SELECT id FROM "ApiKey"`);
  const scopes = ["--scopes", "tokens:vend"];
  for (const [args, code, words] of [
    [["make", "--service", "billing", ...scopes], 2, "--name is missing."],
    [["make", ...NEEDED], 2, "--scopes is missing. Scopes are companies:write, "],
    [["make", ...NEEDED, "--scopes", "tokens:all"], 2, 'There is no scope "tokens:all".'],
    [["make", ...NEEDED, ...scopes, "--companies", "nobody"], 2, 'There is no company "nobody".'],
    [["make", ...NEEDED, ...scopes, "--networks", "home"], 2, '"home" is no network.'],
    [
      ["make", ...NEEDED, ...scopes, "--days", "731"],
      2,
      "A key is valid for a whole number of days, from 1 to 730.",
    ],
    [["make", ...NEEDED, ...scopes, "--limit", "many"], 2, '--limit must be a whole number, not "many".'],
    [["rotate"], 2, "--id is missing. keys-api list shows the ids."],
    [["rotate", "--id", "nobody"], 1, "There is no such key."],
    [
      ["rotate", "--id", "nobody", "--keep-days", "15"],
      2,
      "The old secret stays valid for 0 to 14 whole days.",
    ],
    [["revoke", "--id", "nobody"], 1, "There is no such key."],
    [["show"], 2, 'keys-api has no "show".'],
    [[], 2, "keys-api needs a verb: make, list, rotate, revoke."],
  ] as const) {
    const ended = await keysApi(...args);
    expect(ended, args.join(" ")).toMatchObject({ code, stdout: "" });
    expect(ended.stderr, args.join(" ")).toContain(words);
  }
  expect(await world.database.query(`SELECT id FROM "ApiKey"`)).toEqual(keysBefore);
}, 120_000);
