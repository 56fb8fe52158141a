import { beforeEach, describe, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf, resetEvents } from "@/dev/vitest/event-deps";
import { secretForms } from "@/dev/vitest/secret-forms";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { keyUsage } from "@/lib/token/keys/key-usage";
import { createKeyring } from "@/lib/token/keys/keyring";
import { rotateKeys } from "@/lib/token/keys/rotate-keys";
import {
  addEndpoint,
  changeEndpoint,
  removeEndpoint,
  rotateEndpointSecret,
  switchEndpoint,
} from "./endpoints/endpoints";
import { findEndpoint, listEndpoints } from "./endpoints/list-endpoints";
import { relayEvents } from "./relay";

const world = alertWorld();
const deps = () => eventDepsOf(world);
const as = <T>(work: () => Promise<T>) => actAs(ADMIN, work);
const EVERYTHING = { types: [], companyIds: null };
const URL = "https://events.example.com/in?token=canary";
const add = (url = URL) => as(() => addEndpoint(deps(), { url, ...EVERYTHING }));

beforeEach(() => resetEvents(world));

test("an endpoint is listed by its host alone until it is removed, and its secret is in no row", async () => {
  const { id, secret } = await add();
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(await listEndpoints(deps())).toMatchObject([
    { id, target: "https://events.example.com/…", types: [], allCompanies: true, last: null, waiting: 0 },
  ]);
  const dump = JSON.stringify(
    await world.database.query(`SELECT *, encode("sealedSecret", 'escape') AS e FROM "EventEndpoint"`),
  );
  for (const form of secretForms(secret)) expect(dump).not.toContain(form);
  await as(() => removeEndpoint(deps(), id));
  expect(await findEndpoint(deps(), id)).toBeUndefined();
  const rows = await world.database.query('SELECT "sealedSecret", "keyId" FROM "EventEndpoint"');
  expect(rows).toEqual([{ sealedSecret: null, keyId: null }]);
  await add();
});

describe("is refused, naming the field, and adds nothing:", () => {
  test.each([
    ["an address inside", { url: "https://10.0.0.1/" }, "url"],
    ["plain http", { url: "http://events.example.com/" }, "url"],
    ["an unknown type", { types: ["connection.exploded"] }, "types"],
    ["no company", { companyIds: [] }, "companyIds"],
    ["an unknown company", { companyIds: ["nobody"] }, "companyIds"],
  ])("%s", async (_, wrong, field) => {
    const request = { url: URL, ...EVERYTHING, ...wrong };
    await expect(as(() => addEndpoint(deps(), request))).rejects.toMatchObject({
      code: "invalid_input",
      field,
    });
    expect(await listEndpoints(deps())).toEqual([]);
  });

  test("one that is listed already, and a twenty-first", async () => {
    await add();
    await expect(add()).rejects.toMatchObject({ field: "url", message: "That one is on the list already." });
    const ends = await Promise.allSettled(
      Array.from({ length: 25 }, (_, nth) => add(`https://e${nth}.example.com/`)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(19);
    expect(await listEndpoints(deps())).toHaveLength(20);
  });

  test("a filter that names what is not there leaves the former one", async () => {
    const { id } = await add();
    const { companyId } = await world.connectQbo();
    await as(() => changeEndpoint(deps(), id, { types: ["connection.broken"], companyIds: [companyId] }));
    const wrong = { types: ["connection.broken"], companyIds: [companyId, "nobody"] };
    await expect(as(() => changeEndpoint(deps(), id, wrong))).rejects.toMatchObject({ field: "companyIds" });
    expect(await findEndpoint(deps(), id)).toMatchObject({
      types: ["connection.broken"],
      allCompanies: false,
      companyIds: [companyId],
    });
  });

  test("a former secret kept for more than fourteen days", async () => {
    const { id } = await add();
    for (const days of [-1, 15, 0.5])
      await expect(as(() => rotateEndpointSecret(deps(), id, days))).rejects.toMatchObject({
        field: "keepDays",
      });
  });
});

test("an endpoint that five turn off at once is turned off, and on record, once; what waits is given up", async () => {
  const { id } = await add();
  await world.connectQbo();
  await relayEvents(deps());
  expect(await listEndpoints(deps())).toMatchObject([{ waiting: 1 }]);
  await Promise.all(Array.from({ length: 5 }, () => as(() => switchEndpoint(deps(), id, false))));
  expect(await listEndpoints(deps())).toMatchObject([{ waiting: 0, disabledWhy: "person" }]);
  const rows = await world.database.query(`SELECT 1 FROM "AuditLog" WHERE "apiEndpoint" = $1`, [
    `/event-endpoints/${id}/off`,
  ]);
  expect(rows).toHaveLength(1);
  await as(() => switchEndpoint(deps(), id, true));
  expect(await listEndpoints(deps())).toMatchObject([{ disabledAt: null, disabledWhy: null }]);
});

test("relays and switches at once leave no message waiting for an endpoint that is off", async () => {
  const { id } = await add();
  for (let round = 0; round < 10; round++) {
    await as(() => switchEndpoint(deps(), id, true));
    await world.connectQbo();
    await Promise.all([
      relayEvents(deps()),
      as(() => switchEndpoint(deps(), id, false)),
      relayEvents(deps()),
    ]);
    expect(await listEndpoints(deps())).toMatchObject([{ waiting: 0 }]);
  }
});

test("what is gone can't be changed", async () => {
  const gone = { code: "not_found", message: "This endpoint does not exist any more." };
  await expect(as(() => removeEndpoint(deps(), "unknown"))).rejects.toMatchObject(gone);
  await expect(as(() => switchEndpoint(deps(), "unknown", true))).rejects.toMatchObject(gone);
  await expect(as(() => changeEndpoint(deps(), "unknown", EVERYTHING))).rejects.toMatchObject(gone);
  await expect(as(() => rotateEndpointSecret(deps(), "unknown", 0))).rejects.toMatchObject(gone);
});

test("a rotation of the keys takes both secrets of an endpoint along, and counts them", async () => {
  const { id } = await add();
  await as(() => rotateEndpointSecret(deps(), id, 14));
  const before = await world.database.query<{ sealedSecret: Buffer }>(
    'SELECT "sealedSecret" FROM "EventEndpoint"',
  );
  const place = { table: "EventEndpoint", rowId: id, target: URL } as const;
  const kept = deps().secrets.decrypt(before[0]?.sealedSecret ?? Buffer.alloc(0), place);
  expect(kept.split(" ")).toHaveLength(2);
  const old = world.settings.encryptionKeys.current;
  const keyring = createKeyring({ current: `${"ab".repeat(31)}cd`, previous: [old] });
  const store = { database: world.database, clock: world.simulator.clock };
  const rotation = await actAs({ kind: "system", id: "test" }, () => rotateKeys({ ...store, keyring }, {}));
  expect(rotation).toMatchObject({ left: 0, unreadable: [] });
  const usage = await keyUsage({ ...store, keyring }, "/nonexistent");
  expect(usage[0]?.places).toContainEqual({ place: "EventEndpoint", count: 1 });
});
