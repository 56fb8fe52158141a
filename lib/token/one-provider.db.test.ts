import { expect, test } from "vitest";
import { tokenWorld } from "@/dev/vitest/token-world";
import { startTokens } from "@/lib/boot/start/start-tokens";

const world = tokenWorld();

test("a provider without an app is misconfigured by name of its variables, and the other one serves", async () => {
  const withoutApp = await world.connectXero();
  const withApp = await world.connectQbo();
  const { qbo } = world.settings.providers;
  const settings = { ...world.settings, providers: { qbo } };
  const engine = await startTokens(settings, world.database, world.simulator.clock);
  try {
    const { service } = engine;
    const failure = {
      code: "misconfigured",
      owner: "us",
      field: "XERO_CLIENT_ID",
      message: expect.stringContaining("set XERO_CLIENT_ID, XERO_CLIENT_SECRET and XERO_REDIRECT_URI"),
    };
    await expect(service.getValidToken(withoutApp.companyId, "xero", "dev")).rejects.toMatchObject(failure);
    await expect(service.getOAuthClient(withoutApp.companyId, "xero")).rejects.toMatchObject(failure);
    expect(await service.getTokenStatus(withoutApp.companyId, "xero")).toMatchObject({ status: "ERROR" });
    expect(service.configuredProviders()).toEqual(["qbo"]);
    expect(await service.getValidToken(withApp.companyId, "qbo", "dev")).toBeTruthy();
  } finally {
    await engine.stop();
  }
});
