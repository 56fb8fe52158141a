import { setMaxListeners } from "node:events";
import type { KnobChanges } from "@/dev/simulator/knobs";
import { openWorld, type Subject, type World, type WorldOptions } from "@/dev/world/open-world";
import type { ProviderName } from "@/lib/token";
import { forkTokenProcess, type TokenProcess, type TokenProcessSetup } from "./fork-token-process";

/** Every refresh replaces the refresh token, and the old one is dead at once: neither provider is known to be so hard. */
export const NO_GRACE: KnobChanges = {
  intuit: { rotateAfterSeconds: 0, oldRefreshGraceSeconds: 0 },
  xero: { oldRefreshGraceSeconds: 0 },
};

/** The test world, with the token service in forked processes too. */
export interface ChaosWorld extends World {
  /** New companies connected to new organisations by real consents. */
  connect(provider: ProviderName, count: number): Promise<Subject[]>;
  fork(changes?: Partial<TokenProcessSetup>): Promise<TokenProcess>;
}

/** Opens a world; `close` ends every process and server it started. */
export async function openChaosWorld({
  knobs,
  clock = "database",
  ...options
}: WorldOptions): Promise<ChaosWorld> {
  setMaxListeners(0); // hundreds of answers wait in the simulator for its one end
  const quick = { signTokens: false, recordIssuedTokens: false, ...knobs };
  const world = await openWorld({ ...options, clock, knobs: quick });
  const forked: TokenProcess[] = [];
  return {
    ...world,
    connect: async (provider, count) => {
      const subjects: Subject[] = [];
      await together(count, 8, async () => void subjects.push(await world.connectNew(provider)));
      return subjects;
    },
    fork: async (changes = {}) => {
      const child = await forkTokenProcess({ settings: world.settings, ...changes });
      forked.push(child);
      return child;
    },
    close: async () => {
      await Promise.all(forked.filter(({ alive }) => alive).map((child) => child.kill("SIGKILL")));
      await world.close();
    },
  };
}

/** Half of them with QuickBooks, half with Xero. */
export async function connectBoth(world: ChaosWorld, count: number): Promise<Subject[]> {
  const half = Math.ceil(count / 2);
  return [...(await world.connect("qbo", half)), ...(await world.connect("xero", count - half))];
}

/** Does something so many times, at most so many at once. */
export async function together(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}
