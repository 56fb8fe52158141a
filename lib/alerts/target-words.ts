import type { ChannelKind } from "./deps";
import { webhookWords } from "./webhook/webhook-url";

/** A channel's target as people may see it. */
export function targetWords(kind: ChannelKind, target: string): string {
  return kind === "email" ? target : webhookWords(target);
}
