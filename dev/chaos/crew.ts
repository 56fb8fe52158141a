import type { TokenProcess, TokenProcessSetup } from "./fork-token-process";
import type { ChaosWorld } from "./world";

/** Processes of which one after the other is killed and replaced. */
export interface Crew {
  /** The next to be killed, ready to vend. */
  next(): Promise<TokenProcess>;
  /** Who else is ready. */
  others(victim: TokenProcess): TokenProcess[];
  /** Kills at once and starts another; resolves when the victim is dead. */
  kill(victim: TokenProcess): Promise<void>;
  /** Everybody, once everybody is ready. */
  whole(): Promise<TokenProcess[]>;
}

export async function muster(
  world: ChaosWorld,
  size: number,
  timings: TokenProcessSetup["timings"],
): Promise<Crew> {
  const fork = () => world.fork({ timings });
  const places = Array.from({ length: size }, fork);
  const ready = new Set(await Promise.all(places));
  let turn = -1;
  return {
    next: async () => {
      turn = (turn + 1) % size;
      const [victim] = await Promise.all(places.slice(turn, turn + 1));
      if (!victim) throw new Error("The crew has nobody left");
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
