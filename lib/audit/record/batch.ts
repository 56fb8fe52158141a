import { setImmediate as nextTurn } from "node:timers/promises";
import { newId } from "@/lib/db";
import type { RequestContext } from "@/lib/request-context";
import { findPeople, storedActor } from "./actor-kind";
import { type AuditEntry, auditValues } from "./audit-columns";

/** Rows made into text at a stretch: about a millisecond during which nothing else runs. */
const CHUNK_ROWS = 250;

const NOBODY: ReadonlySet<string> = new Set();

/** Rows that commit together. Entry and context of a row have the same index. */
export class Batch {
  readonly entries: AuditEntry[] = [];
  readonly contexts: RequestContext[] = [];
  /** When its first row was taken, on the monotonic timer. */
  openedAtMs = 0;
  /** Set with the first chunk; ids and text are made once, so that a retry repeats them. */
  firstId: string | undefined;
  private people: ReadonlySet<string> | undefined;
  private readonly chunks: Buffer[] = [];

  /** Finds out which of the callers are people. To be awaited, once it holds all of its rows, before `encoded`. */
  async knowCallers(query: Parameters<typeof findPeople>[1]): Promise<void> {
    this.people ??= await findPeople(this.entries, query);
  }

  async *encoded(): AsyncGenerator<Buffer> {
    for (let index = 0; index * CHUNK_ROWS < this.entries.length; index++) {
      const chunk = this.chunks[index] ?? this.encode(index * CHUNK_ROWS);
      this.chunks[index] = chunk;
      yield chunk;
      await nextTurn();
    }
  }

  private encode(start: number): Buffer {
    const end = Math.min(start + CHUNK_ROWS, this.entries.length);
    let text = "";
    for (let row = start; row < end; row++) {
      const entry = this.entries[row] as AuditEntry;
      const id = newId(entry.atMs);
      this.firstId ??= id;
      const actor = storedActor(entry.actor, this.people ?? NOBODY);
      text += copyLine(auditValues(id, entry, actor, this.contexts[row] as RequestContext));
    }
    return Buffer.from(text);
  }
}

/** @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
function copyLine(values: (string | number | null)[]): string {
  let line = "";
  for (const value of values) {
    if (line !== "") line += "\t";
    if (value === null) line += "\\N";
    else line += typeof value === "string" && value.includes("\\") ? value.replaceAll("\\", "\\\\") : value;
  }
  return `${line}\n`;
}
