import { expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { ADMIN } from "@/dev/world/consent";
import { actAs } from "@/lib/request-context";
import { addEmailChannel } from "../channels";

const world = alertWorld();

test("people are told once of other addresses of a provider, and once that they are settled", async () => {
  await actAs(ADMIN, () => addEmailChannel(world.deps, "ops@example.com"));
  const { control, url } = world.simulator;
  control.setKnobs({ xero: { document: { token_endpoint: `${url}/xero/connect/v2/token` } } });
  await world.engine.readDiscovery(0);
  await world.evaluate();
  await world.engine.readDiscovery(0);
  await world.evaluate();
  const views = await world.service.listAddresses();
  const found = views.find(({ connectionType }) => connectionType === "xero")?.found;
  if (!found) throw new Error("Xero's document was read");
  await actAs(ADMIN, () => world.service.acceptAddresses("xero", found));
  await world.evaluate();
  expect(await world.messages()).toMatchObject([
    { kind: "provider_addresses", event: "raised", title: "Xero names other addresses" },
    { kind: "provider_addresses", event: "recovered", title: "The addresses of Xero are settled" },
  ]);
  await world.deliver();
  expect(world.mailbox.mails().at(-2)?.text).toContain("https://countersign.example.com/settings/providers");
});

test("a document that can't be read alarms nobody", async () => {
  const before = await world.messages();
  world.simulator.control.addFault({ endpoint: "discovery", effect: { kind: "status", status: 503 } });
  await world.engine.readDiscovery(0);
  await world.evaluate();
  expect(await world.messages()).toEqual(before);
});
