import { performance } from "node:perf_hooks";
import type { GrantCounters } from "@/dev/simulator/counters";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import type { ChaosWorld } from "./chaos-world";
import type { TokenProcess } from "./fork-token-process";
import type { Check } from "./scenario";

/** Whether the provider's API answers a call with this token. */
export async function isAccepted(
  { simulator }: ChaosWorld,
  { provider, tenantId }: Subject,
  token: string,
): Promise<boolean> {
  const path =
    provider === "qbo"
      ? `/intuit/v3/company/${tenantId}/companyinfo/${tenantId}`
      : "/xero/api.xro/2.0/Organisation";
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/json",
    "xero-tenant-id": tenantId,
  };
  return (await fetch(`${simulator.url}${path}`, { headers })).ok;
}

/** How often the grants of these owners were refreshed at the provider, and how. */
export function countersOf({ simulator }: ChaosWorld, { owner }: Subject): GrantCounters | undefined {
  const mine = Object.values(simulator.control.counters().grants).filter((grant) => grant.owner === owner);
  return mine.at(-1);
}

/** Two requests at a time for one grant is what some providers end a grant for. */
export function oneInFlight({ simulator }: ChaosWorld): Check {
  const { qbo, xero } = simulator.control.counters();
  const seen = Math.max(qbo.maxRefreshesInFlightPerGrant, xero.maxRefreshesInFlightPerGrant);
  return { what: "refreshes in flight for one grant", seen, wanted: 1, bound: "at most" };
}

/** Requests that carried a refresh token the provider had replaced already. */
export function spentTokensSent({ simulator }: ChaosWorld): number {
  const { qbo, xero } = simulator.control.counters();
  return qbo.spentValueUses + xero.spentValueUses;
}

/**
 * Which grants are lost: those that, without a new consent, don't give two token sets in a row that the
 * provider takes. Two, because the second needs the refresh token that the first left.
 */
export async function countLost(
  world: ChaosWorld,
  processes: readonly TokenProcess[],
  subjects: readonly Subject[],
): Promise<{ lost: Subject[]; samples: string[] }> {
  const lost = new Set<Subject>();
  const samples: string[] = [];
  for (let round = 0; round < 2; round++) {
    const asked = subjects.filter((subject) => !lost.has(subject));
    await eventually(() => expire(world.database, asked));
    await Promise.all(
      asked.map(async (subject, index) => {
        const child = processes[(index + round) % processes.length];
        const told = child ? await serveWithin(world, child, subject) : "no process is left";
        if (told === undefined) return;
        lost.add(subject);
        if (samples.length < 5) samples.push(told);
      }),
    );
  }
  return { lost: [...lost], samples };
}

/** @returns Undefined when it was served a good token; else what it was told. */
async function serveWithin(
  world: ChaosWorld,
  child: TokenProcess,
  subject: Subject,
): Promise<string | undefined> {
  const untilMs = performance.now() + 90_000;
  for (;;) {
    const answer = await child.vend(subject.companyId, subject.provider);
    if (answer.token !== undefined && (await isAccepted(world, subject, answer.token))) return undefined;
    const told = `${answer.code ?? "a token the provider refuses"}: ${answer.message ?? ""}`;
    if (answer.retryable !== true || performance.now() > untilMs) return told;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await eventually(() => expire(world.database, [subject]));
  }
}

/** Tries until it works, for half a minute: what the scenario did to the database concerns its own driver too. */
export async function eventually<T>(work: () => Promise<T>): Promise<T> {
  const untilMs = performance.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @throws {Error} It did not come about in time; the message names it. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  everyMs = 5,
  patienceMs = 30_000,
): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > untilMs) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
