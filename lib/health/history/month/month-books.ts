import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database, MonthSignOff, ReadDeps, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { coverageOf, coveredTimeOf } from "../coverage";
import { type MonthLine, monthBatches } from "./month-batches";
import { type Month, requireMonth } from "./month-end";

/** What a month came to, over all connections. */
export interface MonthTotals {
  connections: number;
  /** Connections with a day on which data could not be read. */
  interrupted: number;
  /** The share of connected time in which data could be read, between 0 and 1; null where nothing was connected. */
  coverage: number | null;
}

/** One connection's month, with its own share. */
export type MonthBookLine = MonthLine & Pick<MonthTotals, "coverage">;

export interface MonthBooks {
  month: Month;
  totals: MonthTotals;
  /** Those with interruptions first, the longest first; at most `MONTH_LINES` of them. */
  lines: MonthBookLine[];
  signOff: MonthSignOff | null;
}

/** As many as a page shows; the file has all of them. */
export const MONTH_LINES = 100;

/** @throws {CountersignError} `invalid_input` for what is no month of the past or present. */
export async function readMonthBooks({ database, clock }: ReadDeps, name: string): Promise<MonthBooks> {
  const month = requireMonth(name, clock.nowMs());
  const [signOff] = await database.query<MonthSignOff>(
    `SELECT month, "signedBy", "signerName", "signedAt", connections, interrupted, coverage
     FROM "MonthSignOff" WHERE month = $1`,
    [month.name],
  );
  const { totals, lines } = await addUp(database, month);
  return { month, totals, lines, signOff: signOff ?? null };
}

interface SignOffRequest {
  month: string;
  /** The figures as this person has seen them. */
  seen: MonthTotals;
  /** As of now: the month's books keep it. */
  signerName: string;
}

/**
 * Signs a month off: this person takes its figures, which are kept beside their name, for right.
 *
 * @throws {CountersignError} `invalid_input`: the month has not ended, its figures are not those that were seen, or it is
 *   signed off with these very figures.
 */
export async function signOffMonth(
  { database, clock }: { database: Database; clock: Clock },
  { month: name, seen, signerName }: SignOffRequest,
): Promise<void> {
  const atMs = clock.nowMs();
  const month = requireMonth(name, atMs);
  if (month.running) {
    const message = "The month has not ended. Sign it off when it has.";
    throw new CountersignError("invalid_input", message, { field: "month" });
  }
  const { totals } = await addUp(database, month);
  if (!isAsSigned(totals, seen)) {
    const message = "The figures have changed since this page was opened.";
    const nextStep = "Reload the page and look at them again.";
    throw new CountersignError("invalid_input", message, { field: "month", nextStep });
  }
  const { connections, interrupted, coverage } = totals;
  await database.transaction(async (tx) => {
    const signed = await tx.query(
      `INSERT INTO "MonthSignOff" AS s (month, "signedBy", "signerName", "signedAt", connections, interrupted, coverage)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (month) DO UPDATE SET "signedBy" = $2, "signerName" = $3, "signedAt" = $4, connections = $5,
         interrupted = $6, coverage = $7
       WHERE (s.connections, s.interrupted, s.coverage) IS DISTINCT FROM ($5::int, $6::int, $7::float8)
       RETURNING month`,
      [month.name, currentActor().id, signerName, new Date(atMs), connections, interrupted, coverage],
    );
    if (signed.length === 0) {
      const message = "This month is signed off with these figures already.";
      throw new CountersignError("invalid_input", message, { field: "month" });
    }
    await recordAudit(tx, {
      operation: "month.sign_off",
      outcome: "success",
      via: ["POST", `/health/month-end/${month.name}`],
      responseStatus: 200,
      errorMessage: `${connections} connections, ${interrupted} with interruptions`,
      atMs,
    });
  });
}

/** Whether the figures are those that were signed. */
export function isAsSigned(totals: MonthTotals, signed: MonthTotals): boolean {
  const keys = ["connections", "interrupted", "coverage"] as const;
  return keys.every((key) => totals[key] === signed[key]);
}

async function addUp(sql: Sql, month: Month): Promise<{ totals: MonthTotals; lines: MonthBookLine[] }> {
  let [connections, interrupted, connectedMs, readableMs] = [0, 0, 0, 0];
  let lines: MonthBookLine[] = [];
  for await (const batch of monthBatches(sql, month)) {
    for (const line of batch) {
      const covered = coveredTimeOf(line.segments);
      connections += 1;
      if (line.daysInterrupted > 0) interrupted += 1;
      connectedMs += covered.connectedMs;
      readableMs += covered.readableMs;
      lines.push({ ...line, coverage: coverageOf(covered) });
    }
    lines = lines.toSorted((a, b) => interruptedMs(b) - interruptedMs(a)).slice(0, MONTH_LINES);
  }
  const coverage = coverageOf({ connectedMs, readableMs });
  return { totals: { connections, interrupted, coverage }, lines };
}

function interruptedMs({ blame }: MonthLine): number {
  return Object.values(blame).reduce((sum, { ms }) => sum + ms, 0);
}
