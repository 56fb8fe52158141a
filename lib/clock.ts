/** Where every verb gets the time from, so that tests can live through a hundred days in a second. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Milliseconds that pass on it for each of the world's; 1 unless said otherwise. */
  readonly rate?: number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
