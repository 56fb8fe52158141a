import { afterEach, describe, expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";

const world = tokenWorld();
const newCompany = (name: string) =>
  actAs(ADMIN, () => addCompany({ database: world.database, clock: world.simulator.clock }, { name }));

afterEach(() => {
  world.simulator.control.clearFaults();
  world.simulator.control.setKnobs({ xero: { keepAuthEventId: false } });
});

/** A Xero user with some organisations. */
function bookkeeper(names: string[]) {
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Bookkeeper" });
  const tenantIds = names.map(
    (name) => world.simulator.control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
  );
  return { xeroUserId, tenantIds };
}

describe("a Xero consent", () => {
  test("rests when Xero's API fails, and connects by a live read of the organisation once it answers", async () => {
    const { xeroUserId, tenantIds } = bookkeeper(["Live Ltd"]);
    const companyId = await newCompany("Live");
    const effect = { kind: "status", status: 503 } as const;
    const fault = world.simulator.control.addFault({ provider: "xero", endpoint: "api", effect, times: 9 });
    const resting = await world.consent("xero", companyId, { xeroUserId, tenantIds });
    if (resting.outcome !== "resting") throw new Error(`expected it to rest, got ${resting.outcome}`);
    expect(resting.message).toContain("503");
    expect(await world.service.getTokenStatus(companyId, "xero")).toMatchObject({ status: "NO_TOKEN" });
    world.simulator.control.clearFaults(fault.id);
    const { apiCalls } = world.simulator.control.counters().xero;
    expect(await world.service.settleConsent(resting.pendingConsentId, ADMIN)).toMatchObject({
      outcome: "connected",
    });
    expect(world.simulator.control.counters().xero.apiCalls).toBe(apiCalls + 1);
  });

  test("keeps what may be chosen from when the chosen organisation can't be read yet", async () => {
    const { xeroUserId, tenantIds } = bookkeeper(["One Ltd", "Two Ltd"]);
    const asked = await world.consent("xero", await newCompany("Chooser"), { xeroUserId, tenantIds });
    if (asked.outcome !== "choose") throw new Error(`expected a choice, got ${asked.outcome}`);
    const effect = { kind: "status", status: 503 } as const;
    world.simulator.control.addFault({ provider: "xero", endpoint: "api", effect });
    const choose = () => world.service.settleConsent(asked.pendingConsentId, ADMIN, tenantIds[1]);
    expect(await choose()).toMatchObject({ outcome: "resting" });
    const waiting = await world.service.restingConsent(asked.pendingConsentId, ADMIN);
    expect(waiting?.tenants).toHaveLength(2);
    expect(await choose()).toMatchObject({ outcome: "connected", tenantName: "Two Ltd" });
  });

  test.each([false, true])(
    "reconnects its organisation whether an earlier authEventId stays (%s) or not",
    async (keepAuthEventId) => {
      world.simulator.control.setKnobs({ xero: { keepAuthEventId } });
      const { companyId, tenantId, xeroUserId } = await world.connectXero(`Again ${keepAuthEventId}`);
      const other = world.simulator.control.addXeroOrganisation({ name: "Other", userIds: [xeroUserId] });
      for (const tenantIds of [[tenantId], [tenantId, other.tenantId], [other.tenantId]]) {
        const outcome = await world.consent("xero", companyId, { xeroUserId, tenantIds }, "reconnect");
        expect(outcome).toMatchObject({ outcome: "connected", tenantName: `Again ${keepAuthEventId} Ltd` });
      }
    },
  );

  test("of a first connect takes none by itself where Xero does not tell which was chosen", async () => {
    const { xeroUserId, tenantIds } = bookkeeper(["Held Ltd", "Free Ltd"]);
    const holder = await newCompany("Holder");
    await world.consent("xero", holder, { xeroUserId, tenantIds });
    world.simulator.control.setKnobs({ xero: { keepAuthEventId: true } });
    const [asked] = await world.database.query<{ id: string }>(
      `SELECT id FROM "PendingConsent" WHERE "companyId" = $1`,
      [holder],
    );
    await world.service.settleConsent(asked?.id ?? "", ADMIN, tenantIds[0]);
    const outcome = await world.consent("xero", await newCompany("Second"), {
      xeroUserId,
      tenantIds: [tenantIds[0] ?? ""],
    });
    expect(outcome).toMatchObject({ outcome: "choose", tenants: [{ tenantName: "Free Ltd" }] });
  });

  test("for an organisation of the same name tells both apart by their ids", async () => {
    const { companyId, tenantId } = await world.connectXero("Demo");
    const reset = bookkeeper(["Demo Ltd"]);
    const outcome = await world.consent("xero", companyId, reset, "reconnect");
    expect(outcome).toMatchObject({
      code: "wrong_organisation",
      message: expect.stringContaining(
        `Demo is connected to Demo Ltd (${tenantId}), but the consent at Xero was for Demo Ltd (${reset.tenantIds[0]}).`,
      ),
    });
  });

  test("of a person with so many organisations that the list is long is settled all the same", async () => {
    const long = "A name of some length ".repeat(14);
    const { xeroUserId, tenantIds } = bookkeeper(
      Array.from({ length: 3_000 }, (_, index) => `${long}${index}`),
    );
    const first = await newCompany("Of many");
    expect(await world.consent("xero", first, { xeroUserId, tenantIds })).toMatchObject({
      outcome: "choose",
    });
  });
});
