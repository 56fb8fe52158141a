import { type Alerts, createAlerts, installAlerts } from "@/lib/alerts";
import { createMailer } from "@/lib/mail";
import type { Runtime } from "@/lib/runtime";
import { providerOf } from "@/lib/token";
import { createKeyring } from "@/lib/token/keys/keyring";
import { openNetwork } from "@/lib/webhooks";
import { secretBox } from "../secret-box";

/** Composes what a process tells people with. Nothing runs by itself: the caller says when. */
export function startAlerts({ env, database, clock, log }: Runtime): Alerts {
  const alerts = createAlerts({
    database,
    clock,
    random: Math.random,
    appUrl: env.auth.url,
    providerName: (connectionType) => providerOf(connectionType).displayName,
    secrets: secretBox(createKeyring(env.encryptionKeys)),
    mailer: env.alertMail ? createMailer(env.alertMail) : null,
    network: openNetwork(env.webhookNetworks),
    log,
  });
  return installAlerts(alerts);
}
