import type { Sql } from "@/lib/db";
import { type Evidence, judgeOutage } from "./judge-outage";
import { countAble, readObserved } from "./observed";

const OBSERVED_MS = 5 * 60_000;
const ONSET_MS = 30 * 60_000;

/**
 * Whether a provider fails for everyone right now.
 *
 * @param after The end of its last incident: what that left failing is no evidence of another.
 */
export async function findEvidence(
  sql: Sql,
  connectionType: string,
  nowMs: number,
  after: Date | null,
): Promise<Evidence | undefined> {
  const since = (ms: number) => Math.max(nowMs - ms, after?.getTime() ?? 0);
  const observedFromMs = since(OBSERVED_MS);
  const observed = await readObserved(sql, { connectionType, nowMs, fromMs: observedFromMs });
  if (observed.length === 0) return undefined;
  const able = await countAble(sql, connectionType, nowMs);
  return judgeOutage(observed, { observedFromMs, onsetFromMs: since(ONSET_MS), able });
}
