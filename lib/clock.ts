/** Where every verb gets the time from, so that tests can live through a hundred days in a second. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
