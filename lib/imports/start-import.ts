import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { type Import, newId } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { DAY_MS, MINUTE_MS } from "@/lib/time/durations";
import type { LineReach } from "./import-connections";
import { readRecords } from "./read-records";
import { type ImportDeps, runImport } from "./run-import";
import { keepRunning } from "./running-imports";

export interface ImportRequest {
  /** False: nothing is changed, and every line says what would become of it. */
  apply: boolean;
  /** NDJSON: a connection a line. */
  body: string;
  /** Which companies and providers the caller may import. */
  mayReach: LineReach;
  /** What the caller marks a repetition of the same request with. */
  idempotencyKey?: string | undefined;
}

/** An idempotency key is remembered for a day. */
const REMEMBERED_MS = DAY_MS;
/** Its verdicts name companies: nobody asks for them after a month. */
const KEPT_MS = 30 * DAY_MS;
/** One that said nothing for this long has ended with its process. */
export const SILENT_MS = 2 * MINUTE_MS;

/**
 * Begins an import; it goes on when this returns. A repetition of the request begins nothing.
 *
 * @returns The import's id.
 * @throws {CountersignError} `invalid_input`: there is no line; `idempotency_key_reused`: the idempotency key came with
 * another request; `too_many_attempts`: another import of this key is under way.
 */
export async function startImport(deps: ImportDeps, request: ImportRequest): Promise<string> {
  const { apply, body, mayReach, idempotencyKey } = request;
  const { database, clock } = deps;
  const lines = body.split("\n").filter((line) => line.trim() !== "").length;
  if (lines === 0) {
    throw new CountersignError("invalid_input", "The body holds no line.", { field: "body" });
  }
  const atMs = clock.nowMs();
  const begun = {
    id: newId(atMs),
    startedBy: currentActor().id,
    apply,
    idempotencyKey: idempotencyKey ?? null,
  };
  const requestHash = createHash("sha256").update(`${apply} ${body}`).digest();
  const earlier = await database.recordTransaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('import ' || $1))`, [begun.startedBy]);
    const { startedBy } = begun;
    await tx.prisma.import.deleteMany({ where: { startedAt: { lt: new Date(atMs - KEPT_MS) } } });
    await tx.prisma.import.updateMany({
      where: {
        startedBy,
        // One that broke off is to be sent again, and the same key with it.
        OR: [
          { startedAt: { lt: new Date(atMs - REMEMBERED_MS) } },
          { state: "broken_off" },
          { state: "running", heardAt: { lt: new Date(atMs - SILENT_MS) } },
        ],
      },
      data: { idempotencyKey: null },
    });
    const repeated = idempotencyKey
      ? await tx.prisma.import.findFirst({ where: { startedBy, idempotencyKey } })
      : null;
    if (repeated) return sameRequest(repeated, requestHash);
    const underWay = await tx.prisma.import.count({
      where: { startedBy, state: "running", heardAt: { gt: new Date(atMs - SILENT_MS) } },
    });
    if (underWay > 0) throw underWayError();
    const at = new Date(atMs);
    await tx.prisma.import.create({
      data: { ...begun, requestHash, state: "running", lines, verdicts: [], startedAt: at, heardAt: at },
    });
    return undefined;
  });
  if (earlier) return earlier.id;
  const records = readRecords(Readable.from([body]), "jsonl");
  keepRunning((signal) => runImport(deps, { id: begun.id, apply, records, mayReach, signal }));
  return begun.id;
}

function sameRequest(repeated: Import, requestHash: Buffer): Import {
  if (requestHash.equals(repeated.requestHash)) return repeated;
  const message = "This Idempotency-Key came with another request less than a day ago.";
  const details = { field: "Idempotency-Key", nextStep: "Send a new one with a new request." };
  throw new CountersignError("idempotency_key_reused", message, details);
}

function underWayError(): CountersignError {
  const message = "An import of this key is under way.";
  const nextStep = "Send the next one when it has finished.";
  return new CountersignError("too_many_attempts", message, { nextStep, retryAfterMs: 5_000 });
}
