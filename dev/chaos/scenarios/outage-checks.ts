import type { ChaosWorld } from "../harness/chaos-world";
import type { Check } from "../harness/scenario";

const MINUTE_MS = 60_000;
const OUTAGE_MS = 10 * MINUTE_MS;

/** Everybody's token runs out, the clock stands, and the providers fail refreshes for ten virtual minutes. */
export function beginOutage({ simulator: { clock, control } }: ChaosWorld, every: number): number {
  clock.setRate(0);
  clock.advance(120 * MINUTE_MS);
  const fault = { endpoint: "token", grantType: "refresh_token", forMs: OUTAGE_MS, every } as const;
  control.addFault({ ...fault, effect: { kind: "status", status: 503 } });
  return clock.nowMs();
}

/** What must hold of an outage and its end, whoever asked. */
export async function outageChecks(
  { simulator: { clock, control }, database }: ChaosWorld,
  { startMs, notFresh }: { startMs: number; notFresh: number },
): Promise<{ checks: Check[]; counts: Record<string, number> }> {
  const minutes = (clock.nowMs() - startMs) / MINUTE_MS;
  const { qbo, xero, grants } = control.counters();
  const gaps = Object.values(grants).flatMap(({ minAttemptGapMs }) => minAttemptGapMs ?? []);
  const [dead] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Grant" WHERE state <> 'active'`,
  );
  return {
    checks: [
      {
        what: "grants tried twice within 30 virtual s",
        seen: gaps.filter((ms) => ms < 30_000).length,
        wanted: 0,
      },
      { what: "grants marked dead", seen: dead?.count ?? -1, wanted: 0 },
      { what: "grants not fresh at the end", seen: notFresh, wanted: 0 },
      {
        what: "virtual minutes until all are fresh",
        seen: Math.round(minutes * 10) / 10,
        wanted: 15,
        bound: "at most",
      },
    ],
    counts: { attemptsRefused: qbo.faultsApplied + xero.faultsApplied, grantsTriedTwice: gaps.length },
  };
}
