import { type CountersignError, isCode } from "@/lib/errors";
import { plural } from "@/lib/text/plural";
import { MINUTE_MS } from "@/lib/time/durations";
import type { BulkDeps } from "../deps";
import { type ClaimedPart, MOST_ATTEMPTS } from "./claim";
import type { PartOutcome } from "./settle";
import { skipped, stillTheirs } from "./still-theirs";

/** Checks one connection as a person does it from its page, unless it became another one since it was selected. */
export async function checkPart({ health }: BulkDeps, part: ClaimedPart): Promise<PartOutcome> {
  const found = await stillTheirs(health, part);
  if ("over" in found) return found.over;
  const { now } = found;
  const { companyId, connectionType } = now;
  const { attempts } = part;
  try {
    const { error } = await health.checkConnection({ companyId, connectionType });
    if (!error) return { state: "done", words: null };
    if (error.code === "provider_rate_limited" && attempts < MOST_ATTEMPTS)
      return { state: "waiting", afterMs: error.retryAfterMs ?? MINUTE_MS };
    return { state: "failed", words: await wordsOf(health, now.id, error, attempts), code: error.code };
  } catch (error) {
    if (isCode(error, "no_connection")) return skipped("It is disconnected.");
    throw error;
  }
}

/** What it is and who acts, as every screen says it. */
async function wordsOf(
  health: BulkDeps["health"],
  connectionId: string,
  error: CountersignError,
  attempts: number,
): Promise<string> {
  const { verdict } = (await health.findConnection(connectionId)) ?? {};
  const words = verdict?.owner ? `${verdict.sentence} ${verdict.nextStep}`.trim() : error.message;
  return attempts > 1 ? `${words} Tried ${plural(attempts, "time")}.` : words;
}
