import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { secretsIn } from "@/dev/vitest/secret-forms";
import { ADMIN } from "@/dev/world/consent";
import { createApiKeys, createKeyVerifier } from "@/lib/people/api-keys";
import { actAs } from "@/lib/request-context";
import { addEmailChannel } from "../channels";
import { listAlerts } from "../history";

const world = alertWorld();
const DAY_MINUTES = 24 * 60;
const verifiers: { stop(): Promise<void> }[] = [];

const keys = () => {
  const { database } = world;
  const { clock } = world.simulator;
  return createApiKeys({ database, clock, random: randomBytes, providers: ["qbo", "xero"] });
};
const make = (expiresInDays: number, name = "Nightly billing") =>
  actAs(ADMIN, () =>
    keys().makeKey({
      name,
      service: "billing",
      scopes: ["tokens:vend"],
      companyIds: null,
      providers: ["qbo"],
      environment: "live",
      networks: [],
      expiresInDays,
    }),
  );
const rotate = (id: string, keepDays: number, expiresInDays?: number) =>
  actAs(ADMIN, () => keys().rotateKey({ id, keepDays, ...(expiresInDays && { expiresInDays }) }));
const revoke = (id: string) => actAs(ADMIN, () => keys().revokeKey(id));
const advanceDays = (days: number) => world.advanceMinutes(days * DAY_MINUTES);
const titles = async () => (await world.messages()).map(({ title }) => title);

/** Shows a key at a process that answers, until its row is written. */
async function show(value: string): Promise<void> {
  const { database, settings } = world;
  const notifications = { listenUrl: settings.databaseUrl, sendUrl: settings.databaseUrl };
  const verifier = createKeyVerifier({
    database,
    clock: world.simulator.clock,
    notifications,
    log: { warn: () => {} },
  });
  verifiers.push(verifier);
  await verifier.started;
  await expect(verifier.verify(value, "203.0.113.7")).rejects.toMatchObject({ code: "invalid_token" });
  await verifier.stop();
}

beforeEach(async () => {
  await world.reset();
  await world.database.query(`DELETE FROM "ApiKey"`);
  await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
});
afterEach(async () => {
  await Promise.all(verifiers.splice(0).map((verifier) => verifier.stop()));
});

describe("a key that expires", () => {
  test("is told of 30 and 7 days before, and once more when it has", async () => {
    await make(60);
    advanceDays(29);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    for (const [days, change, title] of [
      [1, { raised: 1, ended: 0, told: 1 }, 'API key "Nightly billing" expires in 30 days'],
      [23, { raised: 1, ended: 1, told: 1 }, 'API key "Nightly billing" expires in 7 days'],
      [7, { raised: 0, ended: 1, told: 1 }, 'API key "Nightly billing" has expired'],
    ] as const) {
      advanceDays(days);
      expect(await world.evaluate()).toEqual(change);
      expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
      expect((await titles()).at(-1)).toBe(title);
    }
    advanceDays(100);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
  });

  test("says when, who stops, what to do and where, and leaves its rows in the audit log", async () => {
    const { expiresAt, value } = await make(40);
    advanceDays(12);
    await world.evaluate();
    const [row] = await world.database.query<{ payload: object }>(`SELECT payload FROM "AlertDelivery"`);
    expect(row?.payload).toMatchObject({
      type: "alert.raised",
      data: {
        kind: "key_expiring",
        title: 'API key "Nightly billing" expires in 28 days',
        sentence: expect.stringMatching(
          /^It expires on \d+ \w+ \d{4}, \d\d:\d\d UTC\. Requests of billing are refused from then on\.$/,
        ),
        nextStep: "An admin rotates it with a later expiry, and billing changes over to the new secret.",
        owner: "us",
        url: "https://countersign.example.com/settings/keys",
        company: null,
        provider: null,
        deadline: expiresAt.toISOString(),
      },
    });
    expect(secretsIn(JSON.stringify(row?.payload), [value])).toEqual([]);
    await world.deliver();
    expect(world.mailbox.mails().at(-1)).toMatchObject({
      subject: 'API key "Nightly billing" expires in 28 days',
    });
    const audited = await world.database.query(
      `SELECT "errorMessage", "companyId", "connectionType" FROM "AuditLog"
       WHERE operation = 'alert.raise' ORDER BY position DESC LIMIT 1`,
    );
    expect(audited).toEqual([{ errorMessage: "API key expiring.", companyId: "", connectionType: "" }]);
    const { alerts } = await listAlerts({ database: world.database });
    expect(alerts).toMatchObject([{ kind: "key_expiring", keyName: "Nightly billing", companyName: null }]);
  });

  test("and gets a later expiry, or is revoked, is told of as well", async () => {
    const [rotated, revoked] = [await make(31, "Rotated"), await make(31, "Revoked")];
    advanceDays(2);
    expect(await world.evaluate()).toMatchObject({ raised: 2 });
    await rotate(rotated.id, 7);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    await rotate(rotated.id, 7, 365);
    await revoke(revoked.id);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 2, told: 2 });
    expect((await titles()).slice(2).sort()).toEqual([
      'API key "Revoked" was revoked',
      'API key "Rotated" has a later expiry',
    ]);
  });

  test("sooner than in a month when it is made is told of a week before, or not at all", async () => {
    await make(20, "Twenty days");
    await make(3, "Three days");
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    advanceDays(13);
    expect(await world.evaluate()).toMatchObject({ raised: 1 });
    expect(await titles()).toEqual(['API key "Twenty days" expires in 7 days']);
  });
});

describe("a key that is used after its end", () => {
  test("is told of once a day for as long as that goes on", async () => {
    const { id, value } = await make(365);
    await revoke(id);
    await show(value);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
    await show(value);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 0, told: 0 });
    const [message] = await world.messages();
    expect(message).toMatchObject({
      kind: "ended_key_used",
      title: 'API key "Nightly billing" is still in use after its end',
      sentence: expect.stringMatching(
        /^The key was revoked on .+ UTC\. Its right secret was used after that, and refused\.$/,
      ),
    });
    advanceDays(1);
    await show(value);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 1, told: 1 });
    expect(await titles()).toHaveLength(2);
  });

  test("is over after its day, without a message", async () => {
    const { id, value } = await make(365);
    await rotate(id, 0);
    await show(value);
    await world.evaluate();
    expect(await world.messages()).toMatchObject([
      { sentence: expect.stringContaining("rotated, and its old secret has ended") },
    ]);
    advanceDays(1);
    expect(await world.evaluate()).toEqual({ raised: 0, ended: 1, told: 0 });
    advanceDays(3);
    await show(value);
    expect(await world.evaluate()).toEqual({ raised: 1, ended: 0, told: 1 });
  });
});
