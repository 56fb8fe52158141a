import { beforeEach, expect, test } from "vitest";
import { alertWorld } from "@/dev/vitest/alert-world";
import { eventDepsOf, resetEvents } from "@/dev/vitest/event-deps";
import { ADMIN } from "@/dev/world/consent";
import { listen } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import { startDispatcher } from "./dispatcher";
import { addEndpoint } from "./endpoints/endpoints";
import { listEndpoints } from "./endpoints/list-endpoints";
import { EVENT_CHANNEL } from "./record/channel";

const world = alertWorld();
beforeEach(() => resetEvents(world));

/** A process that relays and sends, as boot composes it. */
async function startProcess() {
  const deps = eventDepsOf(world);
  const { signals } = deps;
  const listener = listen({
    listenUrl: world.databaseUrl,
    sendUrl: world.databaseUrl,
    channel: EVENT_CHANNEL,
    onNotification: signals.hear,
    onUp: signals.lookAgain,
    onDown: () => {},
  });
  await listener.started;
  const dispatcher = startDispatcher(deps);
  return async () => {
    await dispatcher.stop();
    await listener.stop();
  };
}

test("an event is out within two seconds of its commit, once, with two processes that send", async () => {
  const request = { url: "https://events.example.com/", types: [], companyIds: null };
  await actAs(ADMIN, () => addEndpoint(eventDepsOf(world), request));
  const stops = [await startProcess(), await startProcess()];
  for (let nth = 1; nth <= 5; nth++) {
    await world.connectQbo();
    await expect.poll(() => world.receiver.received.length, { timeout: 2_000 }).toBe(nth);
  }
  await Promise.all(stops.map((stop) => stop()));
  expect(await listEndpoints(eventDepsOf(world))).toMatchObject([{ waiting: 0, failed: 0 }]);
  await world.connectQbo();
  expect(world.receiver.received).toHaveLength(5);
});

test("a message that failed is tried again when it is due, with nothing to wake the process", async () => {
  const request = { url: "https://events.example.com/", types: [], companyIds: null };
  await actAs(ADMIN, () => addEndpoint(eventDepsOf(world), request));
  world.receiver.answer = { status: 500 };
  const stop = await startProcess();
  await world.connectQbo();
  await expect.poll(() => world.receiver.received.length).toBe(1);
  // Put down after the receiver answered: the wait is reckoned from then on.
  await expect
    .poll(() =>
      world.database.query(`SELECT id FROM "EventDelivery" WHERE attempts = 1 AND "lastStatus" = 500`),
    )
    .toHaveLength(1);
  world.receiver.answer = { status: 204 };
  // The world's clock stands: the first wait is over at once, and the process looks again within its own five seconds.
  world.simulator.clock.advance(6_000);
  await expect.poll(() => world.receiver.received.length, { timeout: 15_000 }).toBe(2);
  await stop();
});
