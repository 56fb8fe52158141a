import { beforeEach, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf, resetEvents } from "@/dev/vitest/event-deps";
import { ADMIN } from "@/dev/world/consent";
import { deliverEvents } from "@/lib/events/deliver/deliver";
import { addEndpoint, removeEndpoint, switchEndpoint } from "@/lib/events/endpoints/endpoints";
import { relayEvents } from "@/lib/events/relay";
import { actAs } from "@/lib/request-context";
import { addEmailChannel, addWebhookChannel } from "../channels";

const world = alertWorld();
const deps = () => eventDepsOf(world);
const as = <T>(work: () => Promise<T>) => actAs(ADMIN, work);
beforeEach(() => resetEvents(world));

async function deadEndpoint(): Promise<string> {
  const request = { url: "https://events.example.com/in?token=canary", types: [], companyIds: null };
  const { id } = await as(() => addEndpoint(deps(), request));
  await world.connectQbo();
  await relayEvents(deps());
  world.receiver.answer = { status: 410 };
  await deliverEvents(deps());
  return id;
}

test("people are told once of an endpoint that was turned off for its receiver, and once that it is on again", async () => {
  await as(() => addEmailChannel(world.deps, "ops@example.com"));
  const id = await deadEndpoint();
  await world.evaluate();
  await world.evaluate();
  await as(() => switchEndpoint(deps(), id, true));
  await world.evaluate();
  const where = "The receiver of events at https://events.example.com/…";
  expect(await world.messages()).toMatchObject([
    {
      kind: "endpoint_disabled",
      event: "raised",
      title: `${where} was turned off`,
      sentence: "It answered 410: its receiver wants no more messages. It gets no more events.",
    },
    { kind: "endpoint_disabled", event: "recovered", title: `${where} is on again` },
  ]);
  await world.deliver();
  const mail = world.mailbox.mails().at(-2);
  expect(mail?.text).toContain(`https://countersign.example.com/settings/events/${id}`);
  expect(mail?.text).not.toContain("canary");
});

test("removing it ends the alert, and one that a person turned off is none", async () => {
  await as(() => addEmailChannel(world.deps, "ops@example.com"));
  const id = await deadEndpoint();
  await world.evaluate();
  await as(() => removeEndpoint(deps(), id));
  await world.evaluate();
  const other = { url: "https://other.example.com/", types: [], companyIds: null };
  const { id: off } = await as(() => addEndpoint(deps(), other));
  await as(() => switchEndpoint(deps(), off, false));
  await world.evaluate();
  expect((await world.messages()).map(({ event, sentence }) => [event, sentence])).toEqual([
    ["raised", expect.any(String)],
    ["recovered", "A person removed it."],
  ]);
});

test("the other channels are told of an alert channel whose receiver is gone", async () => {
  const { id } = await as(() => addWebhookChannel(world.deps, "https://hooks.example.com/"));
  const made = await world.connectQbo();
  world.simulator.control.revokeGrant({ provider: "qbo", realmId: made.realmId });
  await world.check(made.companyId);
  await world.evaluate();
  world.receiver.answer = { status: 410 };
  await world.deliver();
  await as(() => addEmailChannel(world.deps, "ops@example.com"));
  await world.evaluate();
  const told = (await world.messages()).filter(({ kind }) => kind === "endpoint_disabled");
  expect(told).toMatchObject([{ event: "raised", title: expect.stringContaining("receiver of alerts") }]);
  expect(told[0]?.channelId).not.toBe(id);
});
