import type { Clock } from "@/lib/clock";
import type { Database, Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import type { TokenService } from "@/lib/token";
import { importConnections, type LineReach, type LineReport, totalsOf } from "./import-connections";
import type { ImportRecord } from "./read-records";

export interface ImportDeps {
  database: Database;
  clock: Clock;
  service: Pick<TokenService, "reviewAdoption">;
  addCompany: (company: { id: string; name: string }) => Promise<string>;
  log: { warn(fields: Record<string, unknown>, message: string): void };
}

interface Run {
  id: string;
  apply: boolean;
  records: AsyncIterable<ImportRecord>;
  mayReach: LineReach;
  /** Ends the import after its line under way. */
  signal: AbortSignal;
}

async function tellProduct(
  tx: Sql,
  id: string,
  verdicts: readonly LineReport[],
  atMs: number,
): Promise<void> {
  const { connect: connected, renew: renewed, ...others } = totalsOf(verdicts);
  const data = { import: id, lines: verdicts.length, connected, renewed, ...others };
  await recordEvent(tx, { type: "import.finished", about: {}, data, atMs });
}

/** The verdicts are written down whenever they have grown by so much: each writing puts down all of them. */
const SAVED_GROWTH = { lines: 25, factor: 1.25 };
/** Nor does it stay silent for longer: then it would pass for one whose process has ended. */
const SAVE_EVERY_MS = 10_000;
const STOPPED = "This process was ended first. Send the request again: what was taken over changes nothing.";

/** Runs an import that was begun, and puts down the verdict of each line and how it ended. It never throws. */
export async function runImport(deps: ImportDeps, run: Run): Promise<void> {
  const verdicts: LineReport[] = [];
  let savedAtMs = deps.clock.nowMs();
  let nextSave = SAVED_GROWTH.lines;
  const save = (end?: { state: "finished" | "broken_off"; problem: string | null }) => {
    savedAtMs = deps.clock.nowMs();
    nextSave = Math.max(verdicts.length + SAVED_GROWTH.lines, verdicts.length * SAVED_GROWTH.factor);
    const at = new Date(savedAtMs);
    const ended = end && { ...end, endedAt: at };
    return deps.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE "Import" SET verdicts = $2::jsonb, "heardAt" = $3, state = COALESCE($4, state), problem = $5,
           "endedAt" = $6 WHERE id = $1`,
        [run.id, JSON.stringify(verdicts), at, ended?.state, ended?.problem, ended?.endedAt],
      );
      if (ended?.state === "finished" && run.apply) await tellProduct(tx, run.id, verdicts, at.getTime());
    });
  };
  const saved = async function* saveBetween(): AsyncGenerator<ImportRecord> {
    for await (const record of run.records) {
      if (run.signal.aborted) throw new CountersignError("database_unavailable", STOPPED);
      const isDue = deps.clock.nowMs() - savedAtMs >= SAVE_EVERY_MS;
      if (isDue || verdicts.length >= nextSave) await save();
      yield record;
    }
  };
  try {
    const { apply, mayReach } = run;
    const onLine = (report: LineReport) => void verdicts.push(report);
    await importConnections(deps, saved(), { apply, mayReach, onLine });
    await save({ state: "finished", problem: null });
  } catch (error) {
    const problem = error instanceof CountersignError ? error.message : "Something failed on our side.";
    deps.log.warn(
      { importId: run.id, error: error instanceof Error ? error.message : "unknown" },
      "An import broke off",
    );
    await save({ state: "broken_off", problem }).catch(() => {});
  }
}
