import type { AuditRow } from "@/lib/audit";

/** One thing that a request did, with what it did in turn. Times are milliseconds from the request's beginning. */
export interface Step {
  row: AuditRow;
  startMs: number;
  /** Null where the row has no duration: it happened at once, or was not timed. */
  tookMs: number | null;
  /** Whether the row is also a provider's answer. */
  isAnswered: boolean;
  steps: Step[];
}

export interface RequestSteps {
  beginMs: number;
  /** From the beginning of the first to the end of the last. */
  tookMs: number;
  steps: Step[];
}

/** How deep an operation lies: what a door does, what is asked of tokens, the calls to a provider, what follows from them. */
const DEPTH: Readonly<Record<string, number>> = {
  "bulk.start": -1,
  "token.vend": 1,
  "token.reject": 1,
  "token.client": 1,
  "connection.check": 1,
  "token.refresh": 2,
  "api.call": 2,
  "connection.revoke": 2,
  "health.change": 3,
  "alert.raise": 3,
  "alert.end": 3,
};
const ANSWERED = /^(?:token\.refresh|api\.call|connection\.(?:check|connect|reconnect|revoke))$/;

/** Rows of one request as a tree: each below the deepest one that was under way all the while. A row's time is its end. */
export function stepsOf(rows: readonly AuditRow[]): RequestSteps {
  const endOf = (row: AuditRow) => row.timestamp.getTime();
  const beginOf = (row: AuditRow) => endOf(row) - (row.responseTime ?? 0);
  const beginMs = Math.min(...rows.map(beginOf));
  const endMs = Math.max(...rows.map(endOf));
  const steps = rows
    .map((row) => ({
      row,
      startMs: beginOf(row) - beginMs,
      tookMs: row.responseTime,
      isAnswered: ANSWERED.test(row.operation) && row.responseStatus !== 0 && row.requestMethod !== "EVENT",
      steps: [],
    }))
    .sort((a, b) => a.startMs - b.startMs || depthOf(a) - depthOf(b));
  const roots: Step[] = [];
  for (const step of steps) {
    const parent = steps
      .filter((other) => holds(other, step))
      .sort((a, b) => depthOf(b) - depthOf(a) || (a.tookMs ?? 0) - (b.tookMs ?? 0))[0];
    (parent?.steps ?? roots).push(step);
  }
  return { beginMs, tookMs: endMs - beginMs, steps: roots };
}

function holds(outer: Step, inner: Step): boolean {
  if (depthOf(outer) >= depthOf(inner) || !concernsSame(outer.row, inner.row)) return false;
  // Its row is its beginning: all that its request did later are its parts.
  if (outer.row.operation === "bulk.start") return outer.startMs <= inner.startMs;
  return outer.startMs <= inner.startMs && endOf(outer) >= endOf(inner);
}

/** A row without a company or a provider may be about any. */
function concernsSame(a: AuditRow, b: AuditRow): boolean {
  return (["companyId", "connectionType"] as const).every(
    (key) => a[key] === "" || b[key] === "" || a[key] === b[key],
  );
}

const depthOf = ({ row }: Step) => DEPTH[row.operation] ?? 0;
const endOf = ({ startMs, tookMs }: Step) => startMs + (tookMs ?? 0);
