import { createPrivateKey, createPublicKey } from "node:crypto";
import { appendFile, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommandLine } from "@/dev/vitest/countersign-command";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { sealedLog } from "@/dev/vitest/sealed-log";
import { exportAudit } from "@/lib/audit/export/export";
import type { AuditFilter } from "@/lib/audit/search/filter";
import { actAs } from "@/lib/request-context";

const SEED = "00112233445566778899aabbccddeeff".repeat(2);
const log = sealedLog();
let env: NodeJS.ProcessEnv;
let folder: string;

const countersign = (...args: string[]) => runCommandLine(env, ["audit", ...args]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-audit-"));
  env = {
    NODE_ENV: "test",
    PATH: process.env.PATH,
    DATABASE_URL: await testDatabaseUrl(),
    ENCRYPTION_KEY: "0123456789abcdef".repeat(4),
    QUICKBOOKS_CLIENT_ID: "id",
    QUICKBOOKS_CLIENT_SECRET: "secret",
    QUICKBOOKS_REDIRECT_URI: "http://localhost:3000/api/oauth/qbo/callback",
    XERO_CLIENT_ID: "id",
    XERO_CLIENT_SECRET: "secret",
    XERO_REDIRECT_URI: "http://localhost:3000/api/oauth/xero/callback",
    NEXTAUTH_SECRET: "a-long-enough-secret-for-the-session-cookie",
    NEXTAUTH_URL: "http://localhost:3000",
    AUDIT_SIGNING_KEY: SEED,
    AUDIT_ANCHOR_FILE: join(folder, "anchor.txt"),
  };
});

async function exported(filter: AuditFilter, edit = (text: string) => text): Promise<string> {
  const clock = { nowMs: () => Date.now() };
  const signal = new AbortController().signal;
  const deps = { database: log.database, clock };
  const request = { filter, format: "jsonl", signal, stillAllowed: async () => {} } as const;
  const { body } = await actAs({ kind: "person", id: "u1" }, () => exportAudit(deps, request));
  let text = "";
  for await (const part of body) text += part;
  const path = join(folder, `${Math.random()}.jsonl`);
  await writeFile(path, edit(text));
  return path;
}

test("the audit log is sealed, exported, verified with and without the database, and tampering is named", async () => {
  const ids = await log.write(30);
  expect(await countersign("seal")).toMatchObject({ code: 0, stdout: "30 rows were sealed in 1 seals.\n" });
  const sound = await countersign("verify");
  expect(sound).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^30 rows are as sealed, 1 seals, sealed to 20/),
  });

  const key = join(folder, "key.pem");
  const seals = join(folder, "seals.jsonl");
  await writeFile(key, (await countersign("key")).stdout);
  await writeFile(seals, (await countersign("seals")).stdout);
  const offline = ["verify", "--seals", seals, "--public-key", key, "--file"];
  const whole = await exported({ span: "all" });
  expect(await countersign(...offline, whole)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^30 rows are as sealed \(1 seals\), and no sealed row is absent/),
  });

  await log.tamper(`UPDATE "AuditLog" SET "responseStatus" = 200 WHERE id = $1`, [ids[14]]);
  const edited = await countersign("verify");
  expect(edited.code).toBe(1);
  expect(edited.stderr).toContain(`Row ${ids[14]} (number 15 of seal 1) was changed after it was sealed.`);
  const editedFile = await countersign(...offline, await exported({ span: "all" }));
  expect(editedFile.code).toBe(1);
  expect(editedFile.stderr).toContain(`Row ${ids[14]} is not as it was when seal 1 was made.`);

  await log.tamper('TRUNCATE "AuditSeal"');
  await countersign("seal");
  const anew = await countersign("verify");
  expect(anew.code).toBe(1);
  expect(anew.stderr).toContain("Seal 1 is not the one that the anchor knows: the chain was rewritten.");
}, 120_000);

describe("an export by itself", () => {
  test.each([
    [
      "a changed cell",
      (text: string) => text.replace('"operation":"token.vend"', '"operation":"token.bend"'),
      /is not as it was/,
    ],
    [
      "a lost line",
      (text: string) => text.split("\n").toSpliced(5, 1).join("\n"),
      /says it had|not in the file/,
    ],
    [
      "a doubled line",
      (text: string) =>
        text
          .split("\n")
          .toSpliced(5, 0, text.split("\n")[5] ?? "")
          .join("\n"),
      /twice/,
    ],
    ["no last line", (text: string) => text.split("\n").slice(0, -2).join("\n"), /it was cut/],
    ["something else", (text: string) => text.replace('{"position"', '{"posit'), /neither a row/],
  ])("with %s is refused", async (_name, edit, told) => {
    await log.reset();
    await log.write(12);
    await log.seal(5);
    const { verifyFile } = await import("@/lib/audit/seal/verify-file");
    const { sealLines } = await import("@/lib/audit/seal/seals-file");
    const seals = join(folder, `${Math.random()}.seals`);
    for await (const line of sealLines(log.database)) await appendFile(seals, line);
    const question = { seals, publicKeys: [log.key] };
    const filter = { span: "all" } as const;
    const sound = await verifyFile({ ...question, file: await exported(filter) });
    expect(sound).toMatchObject({ rows: 12, seals: 3, complete: true, problems: [] });
    const file = await exported(filter, edit);
    const { problems } = await verifyFile({ ...question, file });
    expect(problems.map(({ message }) => message).join("\n")).toMatch(told);
    const part = await verifyFile({ ...question, file: await exported({ ...filter, provider: "xero" }) });
    expect(part).toMatchObject({ rows: 4, complete: false, problems: [] });
    const demanded = await verifyFile({
      ...question,
      file: await exported({ ...filter, provider: "xero" }),
      complete: true,
    });
    expect(demanded.problems.length).toBeGreaterThan(0);
  });
});

test("retain says what it would drop, drops it only when told to, and only what verifies", async () => {
  await log.reset();
  await writeFile(env.AUDIT_ANCHOR_FILE ?? "", "");
  await log.write(8, Date.UTC(2024, 0, 1));
  await countersign("seal");
  const retain = ["retain", "--before", "2024-02-01"];
  expect((await countersign(...retain)).stdout).toMatch(/^Would drop 8 rows, sealed ranges up to seal 1/);
  expect((await countersign(...retain, "--apply")).stdout).toMatch(/^Dropped 8 rows/);
  const verified = await countersign("verify");
  expect(verified).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Rows up to seal 1 were dropped by retention."),
  });
  expect(await readFile(env.AUDIT_ANCHOR_FILE ?? "", "utf8")).toMatch(/^1 .*\n2 /);
}, 60_000);

test("retain drops what a former key sealed when it is told that key", async () => {
  await log.reset();
  await writeFile(env.AUDIT_ANCHOR_FILE ?? "", "");
  await log.write(8, Date.UTC(2024, 0, 1));
  await countersign("seal");
  const formerKey = join(folder, "former.pem");
  await writeFile(formerKey, (await countersign("key")).stdout);
  const present = env;
  env = { ...env, AUDIT_SIGNING_KEY: SEED.toUpperCase().replaceAll("0", "7").toLowerCase() };
  try {
    const retain = ["retain", "--before", "2024-02-01", "--apply"];
    const refused = await countersign(...retain);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing was dropped") });
    expect((await countersign(...retain, "--public-key", formerKey)).stdout).toMatch(/^Dropped 8 rows/);
    expect(await countersign("verify", "--public-key", formerKey)).toMatchObject({ code: 0 });
  } finally {
    env = present;
  }
}, 60_000);

test("without a signing key verify says that nothing can be verified, and retain drops by age alone", async () => {
  await log.reset();
  await log.write(8, Date.UTC(2024, 0, 1));
  await log.write(4, Date.UTC(2024, 5, 1));
  const present = env;
  const { AUDIT_SIGNING_KEY: _key, AUDIT_ANCHOR_FILE: _anchor, ...unsealed } = env;
  env = unsealed;
  try {
    const verified = await countersign("verify");
    expect(verified).toMatchObject({ code: 0, stderr: "" });
    expect(verified.stdout).toContain(
      "not sealed: nothing shows whether its 12 rows are as they were written",
    );
    const retain = ["retain", "--before", "2024-02-01"];
    expect((await countersign(...retain)).stdout).toMatch(
      /^Would drop 8 rows before 2024-02-01.* not sealed/,
    );
    expect((await countersign(...retain, "--apply")).stdout).toMatch(/^Dropped 8 rows/);
    const left = await log.database.query<{ operation: string }>(
      `SELECT operation FROM "AuditLog" WHERE "timestamp" < '2024-02-01' OR operation = 'audit.retain'`,
    );
    expect(left.map(({ operation }) => operation)).toEqual(["audit.retain"]);
    env = present;
    await countersign("seal");
    env = unsealed;
    expect(await countersign(...retain, "--apply")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("AUDIT_SIGNING_KEY is missing"),
    });
    expect((await countersign("verify")).stderr).toContain("The audit log is sealed");
  } finally {
    env = present;
  }
}, 60_000);

test.each([
  [["verify", "--file", "x"], "--file and --seals go together"],
  [["verify", "--from", "yesterday"], "--from must be a day or time"],
  [["retain"], "--before is missing"],
  [["shred"], 'audit has no "shred"'],
])("a wrong command line is answered with the help: %s", async (args, told) => {
  const { code, stderr } = await countersign(...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
  expect(stderr).toContain("audit verify [--from TIME]");
});

test("the printed key is the one of AUDIT_SIGNING_KEY", async () => {
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${SEED}`, "hex");
  const own = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  expect((await countersign("key")).stdout).toBe(own.export({ type: "spki", format: "pem" }));
});
