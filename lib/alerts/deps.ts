import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { Mailer } from "@/lib/mail";
import type { SecretBox, WebhookNetwork } from "@/lib/webhooks";

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
