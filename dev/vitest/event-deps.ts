import type { EventDeps } from "@/lib/events/deps";
import { createEventSignals } from "@/lib/events/signals";
import type { AlertWorld } from "./alert-world";

/** What events work with, in a world with a real receiver of webhooks. */
export function eventDepsOf({ deps, tenantIds }: AlertWorld): EventDeps {
  const { database, clock, random, secrets, network, log } = deps;
  return { database, clock, random, secrets, network, log, tenantIds, signals: createEventSignals() };
}

/** Forgets events, messages and endpoints; counters go on. */
export async function resetEvents(world: AlertWorld): Promise<void> {
  await world.database.query(`TRUNCATE "EventDelivery", "Event", "EventEndpoint"`);
  await world.reset();
}
