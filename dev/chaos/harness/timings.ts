import type { TokenProcessSetup } from "./fork-token-process";

type Timings = NonNullable<TokenProcessSetup["timings"]>;

/** Production's deadline, lease and patience (60 s, 90 s, 20 s) at a tenth of their length. */
export const TENTH: Timings = { callTimeoutMs: 6_000, timings: { leaseSeconds: 9, patienceMs: 2_000 } };

/** The same with callers who live to see the end of a dead process's lease. */
export const PATIENT_TENTH: Timings = { ...TENTH, timings: { leaseSeconds: 9, patienceMs: 25_000 } };

/** Where a late answer would be a lost one (no grace), a busy machine must not look like a slow provider. */
export const SIXTH: Timings = { callTimeoutMs: 10_000, timings: { leaseSeconds: 15, patienceMs: 20_000 } };
