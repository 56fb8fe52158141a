import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { bundledProgram } from "@/dev/bundled-program";
import { plantGrants } from "@/dev/chaos/harness/many-grants";
import { appEnvironment } from "@/dev/stack/app-environment";
import { countersign } from "@/dev/vitest/countersign-command";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN, beginConsent, choiceOf, completeConsent } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { findCompanies } from "@/lib/companies/find-companies";
import { listEvents } from "@/lib/events/feed";
import { relayEvents } from "@/lib/events/relay";
import { findConnectionOf } from "@/lib/health/connections/connection-detail";
import { listConnections } from "@/lib/health/connections/list-connections";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import { findGrant, tokenSetOf } from "../grants/grants";
import { keyUsage } from "./key-usage";
import { createKeyring, type Keyring } from "./keyring";
import { countPlainIds } from "./plain-ids";
import { rotateKeys } from "./rotate-keys";
import { sealTenants } from "./seal-tenants";
import { createTenantIds } from "./tenant-id";

const world = tokenWorld();
const key = () => world.settings.encryptionKeys.current;
const keyring = () => createKeyring({ current: key() });
const newKey = () => randomBytes(32).toString("hex");
const seal = (options = {}, ring: Keyring = keyring()) =>
  actAs(ADMIN, () =>
    sealTenants({ database: world.database, clock: world.simulator.clock, keyring: ring }, options),
  );

/** Puts every id back into its plain column, as a version before this left it. */
async function asBefore(only = "true", ring = keyring()): Promise<void> {
  const { database } = world;
  for (const [table, plain, hash, field] of [
    ["Connection", "tenantId", "tenantHash", "sealedTenantId"],
    ["Grant", "subject", "subjectHash", "sealedSubject"],
    ["Revocation", "tenantId", "tenantHash", "sealedTenantId"],
  ] as const) {
    const rows = await database.query<{ id: string; connectionType: string; encrypted: Buffer }>(
      `SELECT id, "connectionType", "${field}" AS encrypted FROM "${table}" WHERE "${field}" IS NOT NULL AND ${only}`,
    );
    for (const { id, connectionType, encrypted } of rows) {
      const context = { table, rowId: id, field, provider: connectionType, subject: "" };
      await database.query(
        `UPDATE "${table}" SET "${plain}" = $2, "${hash}" = NULL, "${field}" = NULL WHERE id = $1`,
        [id, ring.decrypt(encrypted, context)],
      );
    }
  }
  const events = await database.query<{
    id: string;
    connectionId: string;
    connectionType: string;
    encrypted: Buffer;
  }>(
    `SELECT id, "connectionId", "connectionType", "sealedTenantId" AS encrypted FROM "Event"
     WHERE "sealedTenantId" IS NOT NULL AND ${only}`,
  );
  for (const { id, connectionId, connectionType, encrypted } of events) {
    const context = {
      table: "Connection",
      rowId: connectionId,
      field: "sealedTenantId",
      provider: connectionType,
      subject: "",
    };
    await database.query(
      `UPDATE "Event" SET "sealedTenantId" = NULL, data = jsonb_set(data, '{organisation,id}', to_jsonb($2::text)) WHERE id = $1`,
      [id, ring.decrypt(encrypted, context)],
    );
  }
}

async function connectionsIn(form: "plain" | "encrypted"): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Connection" WHERE ("tenantId" IS NOT NULL) = $1
       AND ("sealedTenantId" IS NULL) = $1 AND ("tenantHash" IS NULL) = $1`,
    [form === "plain"],
  );
  return row?.count ?? 0;
}

/** The organisation ids that the product shows for what a person types. */
async function found(search: string): Promise<string[]> {
  const { rows } = await listConnections(world.readDeps, { search, sort: "company", direction: "asc" });
  const companies = await findCompanies(world, search);
  expect(companies.map(({ id }) => id).sort()).toEqual(rows.map(({ companyId }) => companyId).sort());
  return rows.map(({ tenantId }) => tenantId);
}

/** The ids of the organisations that the feed tells of, in order. */
async function told(): Promise<string[]> {
  await relayEvents(world.readDeps);
  const everything = { after: 0, limit: 100, companyIds: null, providers: null };
  const { events } = await listEvents(world.readDeps, everything);
  return events.flatMap((event) =>
    event.type === "connection.connected" ? [event.data.organisation.id] : [],
  );
}

/** A whole consent for a company of its own, by a service with these keys. */
async function connectTo(
  provider: ProviderName,
  customer: { tenantId: string; owner: string },
  keys = world.settings.encryptionKeys,
): Promise<string> {
  const companyId = await world.newCompany(`Wants ${customer.tenantId}`);
  const engine = await startTokens(
    { ...world.settings, encryptionKeys: keys },
    world.database,
    world.simulator.clock,
  );
  try {
    const { control } = world.simulator;
    const atProvider = control.consent.bind(control);
    const admin = { service: engine.service, userId: ADMIN.id, browserKey: "browser", atProvider };
    const params = await beginConsent(admin, { companyId, provider }, choiceOf(provider, customer));
    const outcome = await completeConsent(admin, provider, params);
    return outcome.outcome === "refused" ? outcome.code : outcome.outcome;
  } finally {
    await engine.stop();
  }
}

beforeEach(async () => {
  await world.database.query(
    `TRUNCATE "Revocation", "PendingConsent", "Event", "EventDelivery", "Connection", "Grant", "ConnectionHealth" CASCADE`,
  );
});

describe("ids", () => {
  test("are found whole, and shown, whether they rest encrypted, plain or both; their beginnings find nothing", async () => {
    const subjects = [
      await world.connectNew("qbo"),
      await world.connectNew("qbo"),
      await world.connectNew("xero"),
    ];
    const [first] = subjects;
    const all = async () => {
      for (const { tenantId } of subjects) expect(await found(tenantId)).toEqual([tenantId]);
      expect(await found(first?.tenantId.slice(0, -1) ?? "")).toEqual([]);
      expect(await told()).toEqual(subjects.map(({ tenantId }) => tenantId));
    };
    await all();
    await asBefore();
    expect(await connectionsIn("plain")).toBe(3);
    await all();
    const stopping = new AbortController();
    await seal({ batchRows: 1, onProgress: () => stopping.abort(), signal: stopping.signal });
    expect([await connectionsIn("plain"), await connectionsIn("encrypted")]).toEqual([2, 1]);
    await all();
    expect(await seal()).toMatchObject({ taken: [], left: 0 });
    expect(await connectionsIn("encrypted")).toBe(3);
    await all();
  });

  test("are written plain while all connections are from before, and encrypted from the first encrypted one on", async () => {
    await world.connectNew("qbo");
    await asBefore();
    await world.connectNew("qbo");
    expect([await connectionsIn("plain"), await connectionsIn("encrypted")]).toEqual([2, 0]);
    expect(await seal()).toMatchObject({ left: 0 });
    await world.connectNew("qbo");
    expect([await connectionsIn("plain"), await connectionsIn("encrypted")]).toEqual([0, 3]);
    expect(await countPlainIds(world.database)).toBe(0);
  });

  test("serve vends, checks, reconnects and disconnects in either form, and one grant goes on", async () => {
    for (const form of ["encrypted", "plain"]) {
      for (const provider of ["qbo", "xero"] as const) {
        const subject = await world.connectNew(provider);
        const { companyId } = subject;
        if (form === "plain") await asBefore();
        world.simulator.clock.advance(2 * 3_600_000);
        await world.service.getValidToken(companyId, provider, "dev");
        await actAs(ADMIN, () => world.service.probe({ companyId, connectionType: provider }));
        const again = await world.beginConsent(provider, companyId, choiceOf(provider, subject), "reconnect");
        expect(await world.completeConsent(provider, again)).toMatchObject({ outcome: "connected" });
        const grants = await world.database.query(`SELECT 1 FROM "Grant" WHERE "connectionType" = $1`, [
          provider,
        ]);
        expect(grants).toHaveLength(form === "plain" ? 2 : 1);
        const ended = await actAs(ADMIN, () =>
          world.service.disconnect({ companyId, connectionType: provider }),
        );
        expect(ended.providerNotTold).toBeUndefined();
      }
    }
  });
});

describe("an organisation that is live", () => {
  test.each(["qbo", "xero"] as const)(
    "at %s is no other company's, whichever form each row has",
    async (provider) => {
      const subject = await world.connectNew(provider);
      const other = await world.connectNew(provider);
      const isOther = `id = '${(await findConnectionOf(world, other.companyId, provider)) ?? ""}'`;
      await asBefore(`NOT (${isOther})`);
      // One row is encrypted, so new ones are; the organisation's is plain.
      expect(await connectTo(provider, subject)).toBe("organisation_taken");
      await seal();
      expect(await connectTo(provider, subject)).toBe("organisation_taken");
      const current = newKey();
      const both = { current, previous: [key()] };
      expect(await connectTo(provider, subject, both)).toBe("organisation_taken");
      await asBefore("true", createKeyring(both));
      expect(await connectTo(provider, other, both)).toBe("organisation_taken");
      expect(await connectionsIn("plain")).toBe(2);
    },
  );

  test("is connected once when two companies want it at the same time, by processes with two keys", async () => {
    await world.connectNew("qbo");
    const current = newKey();
    const rings = [
      { current: key(), previous: [current] },
      { current, previous: [key()] },
    ];
    const settings = rings.map((encryptionKeys) => ({ ...world.settings, encryptionKeys }));
    const engines = await Promise.all(
      settings.map((each) => startTokens(each, world.database, world.simulator.clock)),
    );
    for (let round = 0; round < 5; round++) {
      // One Xero person, whose grant both consents share, and one organisation.
      const customer = world.newCustomer("xero");
      const ends = await Promise.all(
        engines.map(async ({ service }) => {
          const companyId = await world.newCompany("At once");
          const params = await world.beginConsent("xero", companyId, choiceOf("xero", customer));
          const browser = { actor: ADMIN, browserKey: "the admin's browser" };
          return service.completeConsent({ connectionType: "xero", params, ...browser });
        }),
      );
      expect(ends.map(({ outcome }) => outcome).sort()).toEqual(["connected", "refused"]);
    }
    const grants = await world.database.query(`SELECT 1 FROM "Grant" WHERE "connectionType" = 'xero'`);
    expect(grants).toHaveLength(5);
    await Promise.all(engines.map((engine) => engine.stop()));
  });

  test("twice by an older process's doing is named and left, and the others are encrypted", async () => {
    const [one, two] = [await world.connectNew("qbo"), await world.connectNew("qbo")];
    const id = (await findConnectionOf(world, one.companyId, "qbo")) ?? "";
    await asBefore(`id = '${id}'`);
    await world.database.query(`UPDATE "Connection" SET "tenantId" = $2 WHERE id = $1`, [id, two.tenantId]);
    expect(await seal()).toMatchObject({ taken: [id], left: 1 });
    expect(await found(two.tenantId)).toEqual([two.tenantId, two.tenantId]);
  });
});

describe("keys seal-tenants", () => {
  test("killed at work leaves whole rows of either form, goes on when it is run again, and changes nothing a third time", async () => {
    const { companyId } = await world.connectNew("qbo");
    await asBefore();
    await plantGrants(world.database, keyring(), 1_500);
    const { settings, database } = world;
    const { databaseUrl, journalDirectory, simulatorUrl = "" } = settings;
    const addresses = { appUrl: "http://localhost:3000", simulatorUrl, databaseUrl, journalDirectory };
    const environment = appEnvironment(addresses, { encryptionKey: key(), sessionSecret: newKey() });
    const program = await bundledProgram("lib/cli/main.ts");
    const child = spawn(process.execPath, [program, "keys", "seal-tenants", "--batch", "2"], {
      cwd: resolve(import.meta.dirname, "../../.."),
      env: { ...process.env, ...environment },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    await expect.poll(() => connectionsIn("encrypted"), { timeout: 30_000, interval: 5 }).toBeGreaterThan(20);
    child.kill("SIGKILL");
    expect((await ended)[1]).toBe("SIGKILL");
    const left = await countPlainIds(database);
    expect(left).toBeGreaterThan(0);
    expect((await connectionsIn("plain")) + (await connectionsIn("encrypted"))).toBe(1_501);
    await world.service.getValidToken(companyId, "qbo", "dev");

    const status = await countersign(settings, "keys", "status");
    expect(status.stdout).toContain(`${left.toLocaleString("en")} organisation ids are not encrypted.`);
    const again = await countersign(settings, "keys", "seal-tenants");
    expect(again).toMatchObject({
      code: 0,
      stdout: `${left.toLocaleString("en")} ids were encrypted, 0 are left.\n`,
    });
    const third = await countersign(settings, "keys", "seal-tenants");
    expect(third).toMatchObject({ code: 0, stdout: "0 ids were encrypted, 0 are left.\n" });
    expect(await connectionsIn("encrypted")).toBe(1_501);
    const opened = await findGrant(database, "planted-00000007");
    expect(opened && tokenSetOf(keyring(), opened).refreshToken).toBe("refresh-7");
  });

  test("lets a refresh under way keep its rotation", async () => {
    const { companyId, grantId } = await world.connectNew("xero");
    await asBefore();
    world.simulator.clock.advance(2 * 3_600_000);
    world.simulator.control.addFault({
      provider: "xero",
      endpoint: "token",
      effect: { kind: "delayResponse", delayMs: 800 },
    });
    const vend = world.service.getValidToken(companyId, "xero", "dev");
    const claimed = async () => (await findGrant(world.database, grantId))?.leaseIsLive;
    await expect.poll(claimed).toBe(true);
    expect(await seal()).toMatchObject({ left: 0 });
    expect((await findGrant(world.database, grantId))?.leaseIsLive).toBe(true);
    const token = await vend;
    const stored = await findGrant(world.database, grantId);
    expect(stored).toMatchObject({ generation: 2, subject: null });
    expect(stored && tokenSetOf(keyring(), stored).accessToken).toBe(token);
  });
});

test("rotating the keys carries ids and their hashes along: the new key alone finds, shows and refuses", async () => {
  const subject = await world.connectNew("qbo");
  const next = newKey();
  const both = createKeyring({ current: next, previous: [key()] });
  const { database } = world;
  const { clock } = world.simulator;
  await actAs(ADMIN, () => rotateKeys({ database, clock, keyring: both }, {}));
  const alone = createKeyring({ current: next });
  const used = await keyUsage({ database, clock, keyring: both }, world.settings.journalDirectory);
  expect(used.find(({ role }) => role === "current")?.places).toEqual(
    expect.arrayContaining(["Connection", "Grant.subject", "Event"].map((place) => ({ place, count: 1 }))),
  );
  expect(used.find(({ role }) => role === "previous")?.places).toEqual([]);
  const deps = { ...world.readDeps, tenantIds: createTenantIds(alone) };
  const { rows } = await listConnections(deps, {
    search: subject.tenantId,
    sort: "company",
    direction: "asc",
  });
  expect(rows.map(({ tenantId }) => tenantId)).toEqual([subject.tenantId]);
  expect(await connectTo("qbo", subject, { current: next, previous: [] })).toBe("organisation_taken");
});

test("hashes are keyed: without the key a realm id of ten digits is not told from another", () => {
  const [one, other] = [createKeyring({ current: newKey() }), createKeyring({ current: newKey() })];
  const [hash] = one.hashesOf("9341453908");
  expect(hash).toHaveLength(32);
  expect(one.hashesOf("9341453908")[0]).toEqual(hash);
  expect(one.hashesOf("9341453909")[0]).not.toEqual(hash);
  expect(other.hashesOf("9341453908")[0]).not.toEqual(hash);
});
