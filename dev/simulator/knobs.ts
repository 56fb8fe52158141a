import { z } from "zod";

const seconds = z.number().min(0);
const DAY = 86_400;

/** Fields of the discovery document that are others than usual. */
const document = z.record(z.string(), z.string()).default({});

const intuitKnobs = z.strictObject({
  document,
  accessTtlSeconds: seconds.default(3_600),
  refreshTtlSeconds: seconds.default(100 * DAY),
  hardTtlSeconds: seconds.default(5 * 365 * DAY),
  codeTtlSeconds: seconds.default(600),
  /** A refresh value younger than this is handed out again. */
  rotateAfterSeconds: seconds.default(DAY),
  /** How long a replaced value still refreshes: 0 or 86,400 by the two conflicting sources. */
  oldRefreshGraceSeconds: seconds.default(DAY),
  revokeFamilyOnConcurrentUse: z.boolean().default(false),
  killTokensOnCodeReuse: z.boolean().default(true),
  supersedeOnConsent: z.boolean().default(true),
  verifyPkce: z.boolean().default(false),
  subscriptionLapsedStatus: z.union([z.literal(200), z.literal(400), z.literal(403)]).default(400),
});

const xeroKnobs = z.strictObject({
  document,
  accessTtlSeconds: seconds.default(1_800),
  refreshTtlSeconds: seconds.default(60 * DAY),
  codeTtlSeconds: seconds.default(300),
  /** How long a spent value may be retried. */
  oldRefreshGraceSeconds: seconds.default(1_800),
  graceRetry: z.enum(["same", "new"]).default("new"),
  badClientStatus: z.union([z.literal(400), z.literal(401)]).default(400),
  killTokensOnCodeReuse: z.boolean().default(false),
  verifyPkce: z.boolean().default(true),
  /** By how much Xero's clock is ahead of ours, as its tokens are dated. */
  clockAheadSeconds: z.number().default(0),
  /** Whether revoking the refresh token ends access tokens too, or only removes the connections. */
  revokeKillsAccessTokens: z.boolean().default(false),
  /** Whether an organisation that is chosen again keeps the authEventId of its first consent: sources conflict. */
  keepAuthEventId: z.boolean().default(false),
  lowerCaseProblemKeys: z.boolean().default(false),
  /** Organisations an app may be connected to, by its tier: 5, 50, 1,000 or 10,000. */
  maxConnections: z.number().int().min(0).default(10_000),
  /** Calls an organisation allows a day: 5,000, or 1,000 on the Starter tier. */
  dayLimit: z.number().int().min(1).default(5_000),
});

const knobs = z.strictObject({
  intuit: intuitKnobs.prefault({}),
  xero: xeroKnobs.prefault({}),
  /** Off: tokens look signed but aren't, for load tests where RSA would be what is measured. */
  signTokens: z.boolean().default(true),
  /** Off: `issuedTokens()` stays empty, for load tests where the list would be the memory used. */
  recordIssuedTokens: z.boolean().default(true),
  /** The providers' published limits. */
  rateLimits: z.boolean().default(false),
});

export type Knobs = z.infer<typeof knobs>;

export interface KnobChanges extends Partial<Omit<Knobs, "intuit" | "xero">> {
  intuit?: Partial<Knobs["intuit"]>;
  xero?: Partial<Knobs["xero"]>;
}

export function defaultKnobs(): Knobs {
  return knobs.parse({});
}

/** The knobs after a change; a name or value we don't know throws a ZodError that names it. */
export function changedKnobs(current: Knobs, changes: KnobChanges): Knobs {
  return knobs.parse({
    ...current,
    ...changes,
    intuit: { ...current.intuit, ...changes.intuit },
    xero: { ...current.xero, ...changes.xero },
  });
}
