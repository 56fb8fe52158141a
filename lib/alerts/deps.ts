import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Mailer } from "@/lib/mail";
import type { WebhookNetwork } from "./webhook/network";

/** What a webhook's signing secret is bound to: beside another address, it does not open. */
export interface SecretPlace {
  channelId: string;
  kind: ChannelKind;
  target: string;
}

/** Seals and opens what a channel keeps secret; handed in, because the keyring is the token service's own. */
export interface SecretBox {
  readonly keyId: string;
  encrypt(secret: string, place: SecretPlace): Buffer;
  /** @throws {CountersignError} `misconfigured` when this process lacks the key; `unreadable_token_set` when it was altered. */
  decrypt(encrypted: Uint8Array, place: SecretPlace): string;
}

export type ChannelKind = "email" | "webhook";

/** Everything alerts work with. */
export interface AlertDeps {
  database: Database;
  clock: Clock;
  /** Uniform in [0, 1), for jitter. */
  random: () => number;
  /** Where people open Countersign, without a path: links begin with it. */
  appUrl: string;
  /** What people call a provider. */
  providerName: (connectionType: string) => string;
  secrets: SecretBox;
  /** Null while no mail server is configured. */
  mailer: Mailer | null;
  network: WebhookNetwork;
  log: { error(fields: Record<string, unknown>, message: string): void };
}

/** The sender of alert mails; null while no mail server is configured. */
export function mailFrom({ mailer }: Pick<AlertDeps, "mailer">): string | null {
  return mailer?.from ?? null;
}
