/** The share of the full counts that `npm run chaos` runs without --full. */
export const REDUCED = 0.05;
/** The share that the test suite runs, where every change waits for it. */
export const IN_THE_SUITE = 0.02;

/** A Postgres server with a migrated database to clone. */
export interface Site {
  /** A database of the server on which databases may be created; not the template. */
  url: string;
  /** The migrated template, and how the name of every clone begins. */
  prefix: string;
  /** What follows TEMPLATE in CREATE DATABASE. */
  cloneOptions: string;
}

/** One count that must, or must not, come about. */
export interface Check {
  what: string;
  seen: number;
  /** Exactly, unless a bound is given instead. */
  wanted: number;
  bound?: "at most" | "at least";
}

/** What a scenario did and saw. */
export interface Outcome {
  /** What was run and how often, in words. */
  ran: string;
  checks: Check[];
  /** Figures without a threshold that say how hard the run was. */
  counts: Record<string, number>;
  /** What went wrong, in words: the first few. */
  notes?: string[];
}

/** One of the faults and attacks the project withstands. */
export interface Scenario {
  readonly name: string;
  /** Its number in the list of threats (docs/reliability.md). */
  readonly threat: number;
  readonly title: string;
  /**
   * @param scale What share of the full counts to run: 1 or less.
   */
  run(site: Site, scale: number): Promise<Outcome>;
}

/** The share of the full count that is run, at least one. */
export function times(full: number, scale: number): number {
  return Math.max(1, Math.ceil(full * scale));
}

export function isMet({ seen, wanted, bound }: Check): boolean {
  if (bound === "at most") return seen <= wanted;
  return bound === "at least" ? seen >= wanted : seen === wanted;
}
