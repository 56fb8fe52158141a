import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { linksOf } from "@/dev/vitest/links-of";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN, type ConsentChoice, choiceOf } from "@/dev/world/consent";
import { behindAnswer, behindAnswersDone } from "@/lib/people";
import { flushRefusals } from "@/lib/people/refusal-log";
import { actAs, withRequestContext } from "@/lib/request-context";
import { MINUTE_MS } from "@/lib/time/durations";
import type { ProviderName } from "@/lib/token";
import type { Links } from ".";

const world = tokenWorld();
let links: Links;
beforeAll(() => {
  links = linksOf(world);
});

/** What a provider sends a browser back with. */
function consent(provider: ProviderName, url: URL, choice: ConsentChoice): URLSearchParams {
  const { redirectTo } = world.simulator.control.consent({ provider, authorizeUrl: url.href, ...choice });
  return new URL(redirectTo).searchParams;
}

/** A visit up to its callback, which may come more than once and at any provider's address. */
async function visit(provider: ProviderName, choice: ConsentChoice) {
  const browserKey = randomBytes(16).toString("hex");
  const returnTo = `/reconnect/${provider}`;
  const url = await world.service.beginVisit({ connectionType: provider, browserKey, returnTo });
  const params = consent(provider, url, choice);
  const actor = { kind: "visitor", id: "reconnect page" } as const;
  return (connectionType: string = provider) =>
    world.service.completeConsent({ connectionType, params, browserKey, actor });
}

async function refusals(): Promise<number> {
  await flushRefusals(world.database);
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog" WHERE operation = 'connection.refuse'`,
  );
  return row?.count ?? 0;
}

describe("a visit's callback", () => {
  test("that comes twice says what the first did, and leaves no second row", async () => {
    const subject = await world.connectNew("qbo");
    const complete = await visit("qbo", choiceOf("qbo", subject));
    const visited = { outcome: "visited", returnTo: "/reconnect/qbo" };
    expect(await complete()).toEqual(visited);
    const before = await refusals();
    expect(await complete()).toEqual(visited);
    expect(await refusals()).toBe(before);
  });

  test("at the other provider's address is counted, however often it comes, and spends nothing", async () => {
    const complete = await visit("qbo", choiceOf("qbo", world.newCustomer("qbo")));
    const before = await refusals();
    for (let nth = 0; nth < 20; nth++) expect(await complete("xero")).toMatchObject({ outcome: "refused" });
    expect(await refusals()).toBe(before + 1);
    expect(await complete()).toMatchObject({ outcome: "visited" });
  });

  test("that is too late is counted, however often it comes", async () => {
    const complete = await visit("qbo", choiceOf("qbo", world.newCustomer("qbo")));
    world.simulator.clock.advance(11 * MINUTE_MS);
    const before = await refusals();
    for (let nth = 0; nth < 20; nth++) await complete();
    expect(await refusals()).toBe(before + 1);
  });

  test("in another browser, or at another provider's address, is known as the visit's and not its own", async () => {
    const browserKey = "the visitor's";
    const returnTo = "/reconnect/quickbooks";
    const url = await world.service.beginVisit({ connectionType: "qbo", browserKey, returnTo });
    const params = new URLSearchParams({ state: url.searchParams.get("state") ?? "" });
    const at = (connectionType: string, key: string) =>
      world.service.publicConsenter({ connectionType, params, browserKey: key });
    expect(await at("qbo", browserKey)).toMatchObject({ isHere: true, returnTo });
    expect(await at("qbo", "")).toMatchObject({ isHere: false, returnTo });
    expect(await at("xero", browserKey)).toMatchObject({ isHere: false, returnTo });
  });
});

test("a link's choice that nobody makes renews the person's other company before it expires", async () => {
  const served = await world.connectXero("Served");
  const company = await world.newCompany("Linked");
  const organisation = { name: "Linked Ltd", userIds: [served.xeroUserId] };
  const tenantIds = [served.tenantId, world.simulator.control.addXeroOrganisation(organisation).tenantId];
  tenantIds.push(world.simulator.control.addXeroOrganisation(organisation).tenantId);
  const made = await actAs(ADMIN, () => links.createLink({ companyId: company, connectionType: "xero" }));
  const browserKey = "the customer's";
  const { url: start } = await links.startLink({ token: made.url?.split("/").at(-1) ?? "", browserKey });
  const params = consent("xero", start, { xeroUserId: served.xeroUserId, tenantIds });
  const callback = { connectionType: "xero", params, browserKey };
  const consenter = await world.service.publicConsenter(callback);
  if (!consenter) throw new Error("The state names no link");
  const outcome = await world.service.completeConsent({ ...callback, actor: consenter.actor });
  expect(outcome).toMatchObject({ outcome: "choose" });
  world.simulator.clock.advance(26 * MINUTE_MS);
  await world.engine.settleRests();
  expect(await world.database.query(`SELECT 1 FROM "PendingConsent"`)).toEqual([]);
  world.simulator.clock.advance(60 * MINUTE_MS);
  expect(await world.service.getValidToken(served.companyId, "xero", "product")).toBeTruthy();
});

describe("visits begun", () => {
  const begin = (ipAddress: string, connectionType = "qbo") =>
    withRequestContext({ requestId: "r", ipAddress, userAgent: "" }, () =>
      links.startVisit({ connectionType, browserKey: "b", returnTo: "/reconnect/quickbooks" }).then(
        () => "begun",
        (error: Error) => error.message,
      ),
    );

  test("from one IPv6 site leave room for everybody else", async () => {
    let begun = 0;
    for (let nth = 0; nth < 25; nth++)
      for (let time = 0; time < 20; time++)
        if ((await begin(`2001:db8:1:${nth.toString(16)}::1`)) === "begun") begun++;
    expect(begun).toBe(60);
    expect(await begin("203.0.113.7")).toBe("begun");
  });

  test("that fail take no place, and a full process blames no network", async () => {
    world.simulator.clock.advance(16 * MINUTE_MS);
    for (let time = 0; time < 30; time++) expect(await begin("203.0.113.7", "none")).toMatch(/provider/);
    expect(await begin("203.0.113.7")).toBe("begun");
    for (let nth = 1; nth < 500; nth++) expect(await begin(`10.${nth % 250}.${nth >> 3}.1`)).toBe("begun");
    expect(await begin("198.51.100.1")).toMatch(/^Too many people are reconnecting/);
  });
});

test("hints are followed once an organisation, and leave room for mails", async () => {
  for (let nth = 0; nth < 150; nth++) links.hintDisconnect({ connectionType: "qbo", tenantId: String(nth) });
  expect(behindAnswer(world.database, async () => {})).toBe(true);
  await behindAnswersDone(world.database);
  let room = 0;
  for (let nth = 0; nth < 150; nth++) links.hintDisconnect({ connectionType: "qbo", tenantId: "same" });
  while (behindAnswer(world.database, async () => {}, "hints")) room++;
  expect(room).toBeGreaterThan(90);
  await behindAnswersDone(world.database);
});
