import type { Actor } from "@/lib/actor";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { TenantIds } from "@/lib/token/views";
import type { SecretBox, WebhookNetwork } from "@/lib/webhooks";
import type { EventSignals } from "./signals";

/** Everything events work with. */
export interface EventDeps {
  database: Database;
  clock: Clock;
  /** Uniform in [0, 1), for jitter. */
  random: () => number;
  secrets: SecretBox;
  tenantIds: TenantIds;
  network: WebhookNetwork;
  signals: EventSignals;
  log: { error(fields: Record<string, unknown>, message: string): void };
}

/** The audit log's actor for what events do by themselves. */
export const EVENTS: Actor = { kind: "system", id: "events" };
