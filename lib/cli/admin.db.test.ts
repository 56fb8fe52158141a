import { expect, test } from "vitest";
import { countersign } from "@/dev/vitest/countersign-command";
import { tokenWorld } from "@/dev/vitest/token-world";
import { signIn } from "@/lib/people/sign-in";

const world = tokenWorld();
const admin = (...args: string[]) => countersign(world.settings, "admin", ...args);
const enter = (email: string, password: string) =>
  signIn({ database: world.database, clock: world.simulator.clock }, { email, password });
const passwordIn = (stdout: string) => /shown this once: (\S+)/.exec(stdout)?.[1] ?? "";

test("the command line changes people: role, password, disabled and enabled again, each on record", async () => {
  const email = "sam@example.com";
  const created = await admin("create", "--email", email, "--role", "support", "--generate");
  expect(created).toMatchObject({ code: 0, stderr: "" });
  await admin("create", "--email", "only-admin@example.com", "--generate");

  expect(await admin("set-role", "--email", "SAM@example.com", "--role", "finance")).toMatchObject({
    code: 0,
    stdout: `${email} now has the role finance.\n`,
  });
  const renewed = await admin("set-password", "--email", email, "--generate");
  expect(renewed.stdout).toContain(`${email} has a new password and is signed out everywhere.`);
  await expect(enter(email, passwordIn(created.stdout))).rejects.toMatchObject({ code: "not_signed_in" });
  await enter(email, passwordIn(renewed.stdout));

  expect((await admin("disable", "--email", email)).stdout).toContain("is disabled");
  await expect(enter(email, passwordIn(renewed.stdout))).rejects.toMatchObject({ code: "not_signed_in" });
  expect((await admin("enable", "--email", email)).stdout).toBe(`${email} can sign in again.\n`);
  await enter(email, passwordIn(renewed.stdout));

  const changes = await world.database.query<{ apiEndpoint: string; userId: string }>(
    `SELECT "apiEndpoint", "userId" FROM "AuditLog" WHERE operation = 'user.change' ORDER BY position`,
  );
  expect(changes.map(({ apiEndpoint }) => apiEndpoint.replace(/^\/users\/[^/]+/, ""))).toEqual([
    "/role/support/finance",
    "/password",
    "/disabled",
    "/enabled",
  ]);
  expect(new Set(changes.map(({ userId }) => userId))).toEqual(new Set(["command line"]));
}, 120_000);

test("the command line links a company account to a person who has none, and takes it away", async () => {
  const email = "lin@example.com";
  await admin("create", "--email", email, "--role", "support", "--generate");
  const link = ["link-sso", "--email", email, "--subject", "subject-of-lin"];
  const refused = await admin(...link);
  expect(refused.stderr).toContain("No identity provider is set: SSO_ISSUER is empty.");
  const identityProvider = { issuer: "https://login.example.com", clientId: "id", clientSecret: "secret" };
  const withSso = (...args: string[]) =>
    countersign({ ...world.settings, identityProvider }, "admin", ...args);
  expect((await withSso(...link)).stdout).toBe(`${email} can sign in with that company account.\n`);
  const linked = `SELECT "ssoIssuer", "ssoSubject" FROM "User" WHERE email = $1`;
  expect(await world.database.query(linked, [email])).toEqual([
    { ssoIssuer: "https://login.example.com", ssoSubject: "subject-of-lin" },
  ]);
  expect((await withSso(...link)).stderr).toContain("has a company account already");
  expect((await withSso("unlink-sso", "--email", email)).code).toBe(0);
  expect(await world.database.query(linked, [email])).toEqual([{ ssoIssuer: null, ssoSubject: null }]);
  expect((await admin("unlink-sso", "--email", email)).stderr).toContain("There is no company account");
}, 120_000);

test("what it can't do is one sentence, and changes nothing", async () => {
  const last = "only-admin@example.com";
  for (const [args, code, words] of [
    [["disable", "--email", last], 1, "This is the last admin. Make another person admin first."],
    [["set-role", "--email", last, "--role", "support"], 1, "This is the last admin."],
    [["set-role", "--email", last, "--role", "admin"], 2, "This user has the role admin already."],
    [
      ["set-role", "--email", last, "--role", "owner"],
      2,
      '--role must be admin, support or finance, not "owner".',
    ],
    [
      ["enable", "--email", "nobody@example.com"],
      2,
      "No person here has the email address nobody@example.com.",
    ],
    [["set-password", "--email", "nobody@example.com"], 2, "No person here has the email address"],
    [["disable"], 2, "--email is missing."],
    [["remove"], 2, 'admin has no "remove".'],
  ] as const) {
    const ended = await admin(...args);
    expect(ended, args.join(" ")).toMatchObject({ code, stdout: "" });
    expect(ended.stderr, args.join(" ")).toContain(words);
  }
}, 120_000);

test("the command line removes a second factor that was lost, and ends the sessions of its owner", async () => {
  const email = "lost@example.com";
  const created = await admin("create", "--email", email, "--role", "support", "--generate");
  const password = passwordIn(created.stdout);
  await world.database.query(
    `INSERT INTO "SecondFactor" (id, "userId", "sealedSecret", "keyId", "startedBy", "createdAt", "confirmedAt")
     SELECT 'f1', id, '\\x00', 'k', 'test', now(), now() FROM "User" WHERE email = $1`,
    [email],
  );
  expect(await enter(email, password)).toMatchObject({ step: "second_factor" });
  const reset = () => admin("reset-second-factor", "--email", email);
  expect(await reset()).toMatchObject({
    code: 0,
    stdout: `${email} has no second factor any more and is signed out everywhere.\n`,
  });
  expect(await enter(email, password)).toMatchObject({ sessionId: expect.any(String) });
  expect(await reset()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no second factor"),
  });
}, 60_000);
