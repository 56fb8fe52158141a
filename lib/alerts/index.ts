import { bindVerbs, processPart } from "@/lib/process";
import {
  addEmailChannel,
  addWebhookChannel,
  removeChannel,
  rotateChannelSecret,
  switchChannel,
} from "./channels";
import { deliverAlerts } from "./deliver";
import { type AlertDeps, mailFrom } from "./deps";
import { evaluateAlerts } from "./evaluate";
import { listAlerts, listChannels, listDeliveries } from "./history";
import { sendTest } from "./send-test";

export type { AlertPlace, AlertView, ChannelView, DeliveryView } from "./history";
export type { AlertKind } from "./payload";

/** Whom to tell, and what was told. */
export const createAlerts = (deps: AlertDeps) =>
  bindVerbs(deps, {
    addEmailChannel,
    addWebhookChannel,
    deliverAlerts,
    evaluateAlerts,
    listAlerts,
    listChannels,
    listDeliveries,
    mailFrom,
    removeChannel,
    rotateChannelSecret,
    sendTest,
    switchChannel,
  });

export type Alerts = ReturnType<typeof createAlerts>;
export const { get: alerts, install: installAlerts } = processPart<Alerts>("alerts");
