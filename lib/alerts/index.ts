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
import { countUnread, listNotifications, markRead } from "./people/notifications";
import { chooseMail, mailChoiceOf } from "./people/own-mail";
import { sendTest } from "./send-test";

export type { AlertPlace, AlertView, ChannelView, DeliveryView } from "./history";
export type { AlertKind } from "./payload";
export { type MailChoice, mailChoices } from "./people/audience";
export { MOST_COUNTED, type Notification } from "./people/notifications";

/** Whom to tell, and what was told. */
export const createAlerts = (deps: AlertDeps) =>
  bindVerbs(deps, {
    addEmailChannel,
    addWebhookChannel,
    chooseMail,
    countUnread,
    deliverAlerts,
    evaluateAlerts,
    listAlerts,
    listChannels,
    listDeliveries,
    listNotifications,
    mailChoiceOf,
    mailFrom,
    markRead,
    removeChannel,
    rotateChannelSecret,
    sendTest,
    switchChannel,
  });

export type Alerts = ReturnType<typeof createAlerts>;
export const { get: alerts, install: installAlerts } = processPart<Alerts>("alerts");
