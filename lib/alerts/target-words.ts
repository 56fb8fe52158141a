import { webhookWords } from "@/lib/webhooks";
import type { ChannelKind } from "./deps";

/** A channel's target as people may see it. */
export function targetWords(kind: ChannelKind, target: string): string {
  return kind === "email" ? target : webhookWords(target);
}
