import { beforeEach, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { actAs } from "@/lib/request-context";
import { providersNamingOthers } from "../views";
import type { ProviderAddresses } from "./addresses";

const world = tokenWorld();
const DAY_MS = 86_400_000;
const movedToken = () => `${world.simulator.url}/xero/connect/v2/token`;
const move = (document: Record<string, string>) => world.simulator.control.setKnobs({ xero: { document } });
const viewOf = async () => {
  const views = await world.service.listAddresses();
  const view = views.find(({ connectionType }) => connectionType === "xero");
  if (!view) throw new Error("Xero is configured");
  return view;
};
const foundOf = async (): Promise<ProviderAddresses> => {
  const { found } = await viewOf();
  if (!found) throw new Error("The document was read");
  return found;
};
const accept = (found: ProviderAddresses) => actAs(ADMIN, () => world.service.acceptAddresses("xero", found));
const rows = () =>
  world.database.query<{ errorMessage: string; connectionType: string }>(
    `SELECT "errorMessage", "connectionType" FROM "AuditLog" WHERE operation = 'provider.accept_addresses'`,
  );

beforeEach(async () => {
  move({});
  world.simulator.control.clearFaults();
  await world.database.query('TRUNCATE "ProviderDiscovery"');
});

test("documents that name the known addresses are put down, and nobody is told", async () => {
  expect(await world.engine.readDiscovery(0)).toBe(0);
  const views = await world.service.listAddresses();
  expect(
    views.map(({ connectionType, differences, accepted }) => ({ connectionType, differences, accepted })),
  ).toEqual(["qbo", "xero"].map((connectionType) => ({ connectionType, differences: [], accepted: null })));
  expect(await providersNamingOthers(world.database)).toEqual([]);
});

test("another address is told and changes nothing, until an admin accepts it: here at once, elsewhere at a start", async () => {
  const { companyId } = await world.connectXero();
  move({ token_endpoint: movedToken() });
  expect(await world.engine.readDiscovery(0)).toBe(1);
  const { differences, differsSince, inEffect } = await viewOf();
  expect(differences).toEqual([
    { name: "token", inEffect: inEffect.token, found: movedToken(), isOwn: true },
  ]);
  expect(await providersNamingOthers(world.database)).toEqual(["xero"]);
  // Read again: it has differed since the first time.
  world.simulator.clock.advance(DAY_MS);
  await world.engine.readDiscovery(0);
  expect((await viewOf()).differsSince).toEqual(differsSince);

  await accept(await foundOf());
  expect(await viewOf()).toMatchObject({
    differences: [],
    differsSince: null,
    inEffect: { token: movedToken() },
  });
  expect(await providersNamingOthers(world.database)).toEqual([]);
  expect(await rows()).toEqual([
    { connectionType: "xero", errorMessage: `token: ${inEffect.token} became ${movedToken()}.` },
  ]);
  expect(await world.engine.readDiscovery(0)).toBe(0);

  const asked = () => world.simulator.control.counters().xero.movedTokenRequests;
  const before = asked();
  world.simulator.clock.advance(DAY_MS);
  await world.service.getValidToken(companyId, "xero", "dev");
  expect(asked()).toBe(before + 1);

  const other = await startTokens(world.settings, world.database, world.simulator.clock);
  world.simulator.clock.advance(DAY_MS);
  await other.service.getValidToken(companyId, "xero", "dev");
  expect(asked()).toBe(before + 2);
  await other.stop();
});

test.each([
  ["elsewhere", "https://identity.xero.com.evil.example/connect/token"],
  ["http and another port", "http://127.0.0.1:1/xero/connect/token"],
])("an address %s is told and can't be accepted", async (_what, address) => {
  move({ token_endpoint: address });
  expect(await world.engine.readDiscovery(0)).toBe(1);
  expect((await viewOf()).differences).toMatchObject([{ name: "token", isOwn: false }]);
  const before = await rows();
  await expect(accept(await foundOf())).rejects.toMatchObject({
    code: "invalid_input",
    field: "found",
    unchanged: true,
    message: expect.stringContaining("does not lie with Xero"),
  });
  expect(await viewOf()).toMatchObject({ accepted: null, differences: [{ found: address }] });
  expect(await rows()).toEqual(before);
});

test("what a person compared is what is accepted: another document meanwhile is refused", async () => {
  move({ token_endpoint: movedToken() });
  await world.engine.readDiscovery(0);
  const seen = await foundOf();
  move({ token_endpoint: `${movedToken()}/other` });
  await world.engine.readDiscovery(0);
  const refusal = { code: "invalid_input", message: expect.stringContaining("have changed since") };
  await expect(accept(seen)).rejects.toMatchObject(refusal);
  move({});
  await world.engine.readDiscovery(0);
  await expect(accept(await foundOf())).rejects.toMatchObject(refusal);
  expect((await viewOf()).accepted).toBeNull();
});

test.each([
  ["is away", { kind: "status", status: 503 }],
  ["breaks off", { kind: "reset" }],
  ["answers HTML", { kind: "html" }],
] as const)("a document that %s changes nothing, and is tried again the next time", async (_how, effect) => {
  move({ token_endpoint: movedToken() });
  await world.engine.readDiscovery(0);
  const known = await viewOf();
  world.simulator.control.addFault({ provider: "xero", endpoint: "discovery", effect });
  world.simulator.clock.advance(DAY_MS);
  await world.engine.readDiscovery(0);
  expect(await viewOf()).toEqual(known);
  world.simulator.control.clearFaults();
  move({});
  expect(await world.engine.readDiscovery(DAY_MS)).toBe(0);
  expect(await viewOf()).toMatchObject({ differences: [], differsSince: null });
});

test.each([
  ["lacks an address", { revocation_endpoint: "" }],
  ["is too large", { token_endpoint: "https://identity.xero.com/".padEnd(200_000, "x") }],
])("a document that %s is none", async (_what, document) => {
  move(document);
  await world.engine.readDiscovery(0);
  expect((await viewOf()).readAt).toBeNull();
});

test("a document is asked for once a day", async () => {
  await world.engine.readDiscovery(DAY_MS);
  const { readAt } = await viewOf();
  world.simulator.clock.advance(DAY_MS / 2);
  await world.engine.readDiscovery(DAY_MS);
  expect((await viewOf()).readAt).toEqual(readAt);
  world.simulator.clock.advance(DAY_MS / 2);
  await world.engine.readDiscovery(DAY_MS);
  expect((await viewOf()).readAt).not.toEqual(readAt);
});

test("a provider that is configured no more is told of no more", async () => {
  move({ token_endpoint: movedToken() });
  await world.engine.readDiscovery(0);
  const { qbo } = world.settings.providers;
  const alone = await startTokens(
    { ...world.settings, providers: { qbo } },
    world.database,
    world.simulator.clock,
  );
  await alone.readDiscovery(0);
  expect(await providersNamingOthers(world.database)).toEqual([]);
  await alone.stop();
});
