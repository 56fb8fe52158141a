import { shownName } from "@/lib/shown-text";
import { webhookWords } from "@/lib/webhooks";
import type { ChannelKind } from "./deps";

/**
 * A channel's target as people may see it.
 *
 * @param personName Whose own mail it is: their address is nobody's business.
 */
export function targetWords(kind: ChannelKind, target: string, personName?: string | null): string {
  if (personName) return `${shownName(personName)} (own mail)`;
  return kind === "email" ? target : webhookWords(target);
}
