import { expect, test } from "vitest";
import { apiWorld } from "@/dev/vitest/api-world";
import { dumpOf } from "@/dev/vitest/database-dump";
import { OldOAuthSystem } from "@/dev/vitest/old-oauth-system";
import { ADMIN, choiceOf } from "@/dev/world/consent";
import { companies } from "@/lib/companies";
import { health } from "@/lib/health";
import { actAs } from "@/lib/request-context";

const world = apiWorld();
const asAdmin = <T>(work: () => Promise<T>) => actAs(ADMIN, work);

/** Everything that the product does with organisations, of both providers, and much of what fails. */
async function liveThrough(): Promise<void> {
  const { control, clock } = world.simulator;
  const { service } = world.engine;
  const key = await world.key();
  const about = (companyId: string, connectionType = "qbo") => ({ companyId, connectionType });
  for (const provider of ["qbo", "xero"] as const) {
    const subject = await world.connectNew(provider, `Lives at ${provider}`);
    const { companyId, tenantId } = subject;
    const again = await world.beginConsent(provider, companyId, choiceOf(provider, subject), "reconnect");
    await world.completeConsent(provider, again);
    // Of the same name, so that only the ids tell both apart.
    const [{ tenantName } = { tenantName: "" }] = await health().connectionsOfCompany(companyId);
    const namesake = world.newCustomer(provider, tenantName.replace(/ (?:Books|Ltd)$/, ""));
    const wrong = await world.beginConsent(provider, companyId, choiceOf(provider, namesake), "reconnect");
    expect(await world.completeConsent(provider, wrong)).toMatchObject({ code: "wrong_organisation" });
    for (const status of [403, 500, 404, 200]) {
      if (status !== 200)
        control.addFault({ provider, endpoint: "api", tenantId, effect: { kind: "status", status } });
      await asAdmin(() => health().checkConnection(about(companyId, provider))).catch(() => {});
      control.clearFaults();
    }
    clock.advance(3_600_000);
    expect(
      (await world.ask(`/v1/companies/${companyId}/${provider}/token`, { method: "POST", key })).status,
    ).toBeLessThan(500);
    await service.getValidToken(companyId, provider, "dev");
  }
  await callThroughClients();
  const resting = await world.newCompany("Rests");
  const restless = world.newCustomer("qbo", "Rests");
  const params = await world.beginConsent("qbo", resting, choiceOf("qbo", restless));
  control.addFault({
    provider: "qbo",
    endpoint: "api",
    tenantId: restless.tenantId,
    effect: { kind: "status", status: 503 },
  });
  expect(await world.completeConsent("qbo", params)).toMatchObject({ outcome: "resting" });
  control.clearFaults();
  const { xeroUserId } = control.addXeroUser({ name: "Of two" });
  const tenantIds = ["A", "B"].map(
    (name) => control.addXeroOrganisation({ name, userIds: [xeroUserId] }).tenantId,
  );
  const choosing = await world.newCompany("Chooses");
  const asked = await world.beginConsent("xero", choosing, { xeroUserId, tenantIds });
  expect(await world.completeConsent("xero", asked)).toMatchObject({ outcome: "choose" });
  const [left, into] = [await world.connectNew("qbo", "Merged"), await world.newCompany("Stays")];
  const merge = { intoId: into, fromId: left.companyId, reason: "one customer twice" };
  await asAdmin(() => companies().mergeCompanies(merge));
  const gone = await world.connectNew("qbo", "Leaves");
  control.addFault({
    provider: "qbo",
    endpoint: "revoke",
    effect: { kind: "status", status: 503 },
    times: 50,
  });
  await asAdmin(() => service.disconnect(about(gone.companyId)));
  control.clearFaults();
  await takeOver(key);
}

/** Calls whose paths hold the organisation's id. */
async function callThroughClients(): Promise<void> {
  const { companyId, tenantId } = await world.connectNew("qbo", "Calls");
  const client = await world.engine.service.getOAuthClient(companyId, "qbo");
  await client.makeApiCall({ url: `v3/company/${tenantId}/companyinfo/${tenantId}` });
}

/** A token set and a file of them from another system, each with one that is for another organisation. */
async function takeOver(key: string): Promise<void> {
  const old = new OldOAuthSystem(world.simulator);
  const lines: object[] = [];
  for (const [index, isOther] of [false, true, false, true].entries()) {
    const customer = world.newCustomer("qbo", `Taken over ${index}`);
    const stranger = world.newCustomer("qbo", `Strange ${index}`);
    const { accessToken, refreshToken, expiresInSeconds } = await old.connect(
      "qbo",
      choiceOf("qbo", customer),
    );
    const tenantId = (isOther ? stranger : customer).tenantId;
    const companyId = await world.newCompany(`Taken over ${index}`);
    const expiresAtMs = world.simulator.clock.nowMs() + expiresInSeconds * 1_000;
    const tokenSet = { accessToken, refreshToken, expiresAtMs, tenantId };
    if (index < 2) await world.engine.service.adopt(companyId, "qbo", tokenSet, "dev").catch(() => {});
    lines.push({
      company_id: companyId,
      provider: "qbo",
      tenant_id: tenantId,
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_at: Math.floor(expiresAtMs / 1_000),
    });
  }
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const headers = { "content-type": "application/x-ndjson" };
  const begun = await world.ask("/v1/imports", { method: "POST", key, headers, body });
  expect(begun.status).toBe(202);
  await expect
    .poll(async () => (await world.ask(`/v1/imports/${begun.json.id}`, { key })).json.state, {
      timeout: 20_000,
    })
    .toBe("finished");
}

test("a dump of the database holds no organisation's id, plain, whatever was done", async () => {
  await liveThrough();
  const { intuitCompanies, xeroOrganisations, xeroUsers } = world.simulator.control.world();
  const ids = [
    ...intuitCompanies.map(({ realmId }) => realmId),
    ...xeroOrganisations.map(({ tenantId }) => tenantId),
    ...xeroUsers.map(({ xeroUserId }) => xeroUserId),
  ];
  expect(ids.length).toBeGreaterThan(15);
  const dump = await dumpOf(world.database);
  expect([...dump.keys()]).toEqual(
    expect.arrayContaining([`public."Grant"`, `public."Event"`, `public."Import"`]),
  );
  for (const table of ["Grant", "Connection", "Revocation", "PendingConsent", "Event", "Import", "AuditLog"])
    expect({ table, rows: dump.get(`public."${table}"`)?.length }).not.toEqual({ table, rows: 0 });
  const found = [...dump].flatMap(([table, text]) =>
    text
      .split("\n")
      .filter((line) => ids.some((id) => line.includes(id) || line.includes(Buffer.from(id).toString("hex"))))
      .map((line) => `${table}: ${line}`),
  );
  expect(found).toEqual([]);
}, 120_000);
