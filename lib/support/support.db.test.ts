import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { COMMAND_LINE } from "@/lib/actor";
import { setVariables } from "@/lib/env/set-variables";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";
import { support } from "./index";

const canary = () => `canary${randomBytes(12).toString("hex")}`;
const world = apiWorld({ auth: { secret: `session-${canary()}`, url: "http://localhost:3000" } });

test("the bundle counts and names what is set, and gives away no secret, name, address or message", async () => {
  const { companyId } = await world.connectNew("qbo");
  const key = await world.key({ name: canary() });
  const person = { name: canary(), email: `${canary()}@example.com`, role: "support", password: canary() };
  await actAs(COMMAND_LINE, () => createUser(world.runtime, person));
  const [companyName, lastMessage] = [canary(), canary()];
  await world.database.query(`UPDATE "Company" SET name = $1`, [companyName]);
  await world.database.query(
    `UPDATE "Grant" SET "lastErrorCode" = 'provider_unavailable', "lastErrorMessage" = $1`,
    [lastMessage],
  );
  const { env } = world.runtime;
  const settings = Object.values(env.providers).flatMap((app) => [app.clientId, app.clientSecret]);
  const secrets = [env.encryptionKeys.current, env.auth.secret, ...settings];
  const others = [key, person.name, person.email, person.password, companyId, companyName, lastMessage];

  const bundle = await support().makeBundle();

  expect(secrets.every((secret) => secret.length > 5)).toBe(true);
  expect(secretsIn(JSON.stringify(bundle), [...secrets, ...others, env.databaseUrl])).toEqual([]);
  expect(bundle).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    readiness: { status: "ready" },
    connections: { working: expect.any(Number) },
    grantsByLastErrorCode: { provider_unavailable: expect.any(Number) },
    people: { support: 1 },
    encryption: { keys: 1, unknownKeys: 0, journal: { waiting: 0, quarantined: 0 } },
    seal: { enabled: true, holds: true },
  });
});

test("what encrypts is read: all rows under the current key, an old key that is unknown, the last re-encryption", async () => {
  const { keys, rows } = await support().readEncryption();
  expect(keys.map(({ role }) => role)).toEqual(["current"]);
  expect(rows.total).toBeGreaterThan(0);
  expect(rows.current).toBe(rows.total);
  await world.database.query(`UPDATE "Grant" SET "keyId" = 'of-nobody'`);
  const after = await support().readEncryption();
  expect(after.keys.map(({ role }) => role)).toEqual(["current", "unknown"]);
  expect(after.rows.current).toBeLessThan(after.rows.total);
  expect(after.lastRotation).toBeNull();
});

test("only the names of variables that are set are told, and of no variable of others", () => {
  const providers = [
    {
      connectionType: "qbo",
      variablePrefix: "QBO",
      credentialsAt: "",
      environments: [],
      takesIpAddress: false,
    },
  ];
  const source = { DATABASE_URL: "secret", SMTP_URL: " ", QBO_CLIENT_SECRET: "secret", AWS_SECRET: "secret" };
  expect(setVariables(["DATABASE_URL", "SMTP_URL"], providers, source)).toEqual([
    "DATABASE_URL",
    "QBO_CLIENT_SECRET",
  ]);
});
