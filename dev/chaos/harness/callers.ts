import type { Subject } from "@/dev/world/open-world";
import type { ChaosWorld } from "./chaos-world";
import type { TokenProcessAnswer } from "./fork-token-process";
import { isAccepted } from "./observed";
import type { Check } from "./scenario";

/** What callers were told. In order are a token the provider takes and a typed, retryable error. */
export interface Callers {
  served: number;
  retryable: number;
  /** Were in a process that was killed. */
  died: number;
  violations: number;
  /** The first few violations, in words. */
  samples: string[];
}

export function noCallers(): Callers {
  return { served: 0, retryable: 0, died: 0, violations: 0, samples: [] };
}

/** Counts one caller's answer; a token is tried at the provider's API at once. */
export async function judge(
  world: ChaosWorld,
  callers: Callers,
  subject: Subject,
  answer: TokenProcessAnswer,
): Promise<void> {
  if (answer.code === "died") callers.died++;
  else if (answer.token === undefined && answer.retryable === true) callers.retryable++;
  else if (answer.token !== undefined && (await isAccepted(world, subject, answer.token))) callers.served++;
  else {
    callers.violations++;
    const told =
      answer.token === undefined ? `${answer.code}: ${answer.message}` : "a token the provider refuses";
    if (callers.samples.length < 5) callers.samples.push(told);
  }
}

export function callerChecks({ violations }: Callers): Check[] {
  return [{ what: "callers without a good token or a typed retryable error", seen: violations, wanted: 0 }];
}

export function callerCounts({ served, retryable, died }: Callers): Record<string, number> {
  return { callersServed: served, callersToldToRetry: retryable, callersKilled: died };
}
