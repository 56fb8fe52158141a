import type { TokenProcessSetup } from "./fork-token-process";

type Timings = NonNullable<TokenProcessSetup["timings"]>;

/**
 * Production's deadline and lease (60 s, 90 s) at a fortieth of their length, so that dead processes' leases end in
 * seconds; a caller's patience outlasts a lease, so that callers live to see the end of it.
 */
export const FORTIETH: Timings = {
  callTimeoutMs: 1_500,
  timings: { leaseSeconds: 2.25, patienceMs: 8_000 },
};

/** Production's deadline, lease and patience (60 s, 90 s, 20 s) at a tenth of their length. */
export const TENTH: Timings = { callTimeoutMs: 6_000, timings: { leaseSeconds: 9, patienceMs: 2_000 } };

/** Where a late answer would be a lost one (no grace), a busy machine must not look like a slow provider. */
export const SIXTH: Timings = { callTimeoutMs: 10_000, timings: { leaseSeconds: 15, patienceMs: 20_000 } };
