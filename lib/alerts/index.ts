import { CountersignError } from "@/lib/errors";
import type { Attempt } from "./attempt";
import {
  addEmailChannel as addEmail,
  addWebhookChannel as addWebhook,
  removeChannel as remove,
  switchChannel as turn,
} from "./channels";
import { type DeliveryRun, deliverAlerts } from "./deliver";
import type { AlertDeps } from "./deps";
import { type Evaluation, evaluateAlerts } from "./evaluate";
import {
  type AlertPage,
  type AlertPlace,
  listAlerts as alerts,
  type ChannelView,
  listChannels as channels,
  type DeliveryView,
  listDeliveries as deliveries,
} from "./history";
import { sendTest as test } from "./send-test";

export type { Attempt } from "./attempt";
export type { AlertPage, AlertPlace, AlertView, ChannelView, DeliveryView } from "./history";
export type { AlertKind } from "./payload";

/** What runs again and again, in any number of processes. */
export interface Alerts {
  /** Raises and ends alerts; see `evaluateAlerts`. */
  evaluate(): Promise<Evaluation>;
  /** Sends what is due; see `deliverAlerts`. */
  deliver(): Promise<DeliveryRun>;
}

/** One slot per process: the framework may load this module more than once. */
const slot = globalThis as { [key: symbol]: AlertDeps | undefined };
const SLOT = Symbol.for("countersign.alerts");

/** Called once at start, with what the configuration gives alerts to work with. */
export function provideAlerts(deps: AlertDeps): Alerts {
  slot[SLOT] = deps;
  return { evaluate: () => evaluateAlerts(deps), deliver: () => deliverAlerts(deps) };
}

function provided(): AlertDeps {
  const deps = slot[SLOT];
  if (deps) return deps;
  throw new CountersignError("misconfigured", "Alerts were used before the process started them (lib/boot).");
}

/** Whom alert mails come from; null while no mail server is configured. */
export function alertMailFrom(): string | null {
  return provided().mailer?.from ?? null;
}

export function listChannels(): Promise<ChannelView[]> {
  return channels(provided().database);
}

/** The newest messages, tests included. */
export function listDeliveries(limit: number): Promise<DeliveryView[]> {
  return deliveries(provided().database, limit);
}

/** One page of all alerts, newest first, each with its messages. */
export function listAlerts(cursor?: AlertPlace & { towards: "older" | "newer" }): Promise<AlertPage> {
  return alerts(provided().database, cursor);
}

/** @throws {CountersignError} `invalid_input` naming `address`. */
export function addEmailChannel(address: string): Promise<string> {
  return addEmail(provided(), address);
}

/**
 * @returns The channel's id, and its signing secret: shown now, and never again.
 * @throws {CountersignError} `invalid_input` naming `url`.
 */
export function addWebhookChannel(url: string): Promise<{ id: string; secret: string }> {
  return addWebhook(provided(), url);
}

/** @throws {CountersignError} `not_found` */
export function switchChannel(id: string, on: boolean): Promise<void> {
  return turn(provided(), id, on);
}

/** @throws {CountersignError} `not_found` */
export function removeChannel(id: string): Promise<void> {
  return remove(provided(), id);
}

/** @throws {CountersignError} `not_found` */
export function sendTest(channelId: string): Promise<Attempt> {
  return test(provided(), channelId);
}
