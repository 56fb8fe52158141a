import { listen } from "@/lib/db";
import { createEvents, type Events, installEvents } from "@/lib/events";
import { EVENT_CHANNEL } from "@/lib/events/record/channel";
import { createEventSignals } from "@/lib/events/signals";
import type { Runtime } from "@/lib/runtime";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { openNetwork } from "@/lib/webhooks";
import { notificationRoute } from "../require-notifications";
import { secretBox } from "../secret-box";

/** The events of a process, and how it stops hearing of them. */
export interface StartedEvents {
  events: Events;
  stop(): Promise<void>;
}

/** Composes events, and hears of those of every process. Nothing is sent by itself: the jobs do that. */
export function startEvents({ env, database, clock, log }: Runtime): StartedEvents {
  const signals = createEventSignals();
  const listener = listen({
    ...notificationRoute(env),
    channel: EVENT_CHANNEL,
    onNotification: signals.hear,
    onUp: signals.lookAgain,
    onDown: () => {},
  });
  const keyring = createKeyring(env.encryptionKeys);
  const events = createEvents({
    database,
    clock,
    random: Math.random,
    secrets: secretBox(keyring),
    tenantIds: createTenantIds(keyring),
    network: openNetwork(env.webhookNetworks),
    signals,
    log,
  });
  return { events: installEvents(events), stop: listener.stop };
}
