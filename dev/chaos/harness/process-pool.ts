import type { ChaosWorld } from "./chaos-world";
import type { TokenProcess, TokenProcessSetup } from "./fork-token-process";

/** Processes of which one after the other is killed and replaced. */
export interface ProcessPool {
  /** The next to be killed, ready to vend. */
  next(): Promise<TokenProcess>;
  /** Who else is ready. */
  others(victim: TokenProcess): TokenProcess[];
  /** Kills at once and starts another; resolves when the victim is dead. */
  kill(victim: TokenProcess): Promise<void>;
  /** Everybody, once everybody is ready. */
  whole(): Promise<TokenProcess[]>;
}

export async function openProcessPool(
  world: ChaosWorld,
  size: number,
  timings: TokenProcessSetup["timings"],
): Promise<ProcessPool> {
  const fork = () => world.fork({ timings });
  const places = Array.from({ length: size }, fork);
  const ready = new Set(await Promise.all(places));
  let turn = -1;
  return {
    next: async () => {
      turn = (turn + 1) % size;
      const [victim] = await Promise.all(places.slice(turn, turn + 1));
      if (!victim) throw new Error("The pool has no process left");
      return victim;
    },
    others: (victim) => [...ready].filter((child) => child !== victim),
    kill: async (victim) => {
      ready.delete(victim);
      const killed = victim.kill("SIGKILL");
      const replaced = fork();
      places[turn] = replaced;
      // A failure to start shows where its place is next needed.
      replaced.then((child) => ready.add(child)).catch(() => {});
      await killed;
    },
    whole: () => Promise.all(places),
  };
}
