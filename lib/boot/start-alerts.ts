import { type Alerts, createAlerts, installAlerts } from "@/lib/alerts";
import type { SecretBox, SecretPlace } from "@/lib/alerts/deps";
import { publicNetwork } from "@/lib/alerts/webhook/network";
import { createMailer } from "@/lib/mail";
import type { Runtime } from "@/lib/runtime";
import { providerOf } from "@/lib/token";
import { createKeyring, type Keyring } from "@/lib/token/keys/keyring";

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
    network: publicNetwork,
    log,
  });
  return installAlerts(alerts);
}

/** Bound as lib/token/keys/encrypted-tables.ts says, which is how a key rotation finds and seals them anew. */
export function secretBox(keyring: Keyring): SecretBox {
  const contextOf = ({ channelId, kind, target }: SecretPlace) => ({
    table: "AlertChannel",
    field: "sealedSecret",
    rowId: channelId,
    provider: kind,
    subject: target,
  });
  return {
    keyId: keyring.currentKeyId,
    encrypt: (secret, place) => keyring.encrypt(secret, contextOf(place)),
    decrypt: (encrypted, place) => keyring.decrypt(encrypted, contextOf(place)),
  };
}
