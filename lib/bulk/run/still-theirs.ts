import type { MatchedConnection } from "@/lib/health";
import type { BulkDeps } from "../deps";
import type { ClaimedPart } from "./claim";
import type { PartOutcome } from "./settle";

export const skipped = (words: string, code?: string): PartOutcome => ({
  state: "skipped",
  words,
  ...(code && { code }),
});

/** The connection of a part, unless it left the list or became another company's since it was selected. */
export async function stillTheirs(
  health: BulkDeps["health"],
  { connectionId, companyId }: ClaimedPart,
): Promise<{ now: MatchedConnection } | { over: PartOutcome }> {
  const [now] = await health.findMatching({ ids: [connectionId ?? ""] }, 1);
  if (!now) return { over: skipped("It left the list: its company was archived, merged or removed.") };
  if (now.companyId !== companyId) return { over: skipped(`It belongs to ${now.companyName} now.`) };
  return { now };
}
