import type { BulkDeps } from "../deps";
import { endOperations } from "../end-operation";
import { claimPart, recoverParts } from "./claim";
import { runPart } from "./run-part";

/** As many connections a process checks at once by itself: providers are asked no more for an operation than for that. */
const LANES = 5;

/**
 * Does parts, five at a time, until none waits. Any number of processes may do so at once.
 *
 * @param stopped Asked before each part: parts under way land, no other is begun.
 * @returns How many parts were done.
 */
export async function runParts(deps: BulkDeps, stopped: () => boolean = () => false): Promise<number> {
  await recoverParts(deps);
  let count = 0;
  const lane = async () => {
    while (!stopped()) {
      const part = await claimPart(deps);
      if (!part) return;
      await runPart(deps, part);
      count += 1;
      await endOperations(deps);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  await endOperations(deps);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return count;
}
