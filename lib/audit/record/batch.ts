import { setImmediate as nextTurn } from "node:timers/promises";
import { newId } from "@/lib/db";
import type { RequestContext } from "@/lib/request-context";
import { findPeople, storedActor } from "./actor-kind";
import { type AuditEntry, auditValues } from "./audit-columns";

/** Rows made into text at a stretch: about a millisecond during which nothing else runs. */
const CHUNK_ROWS = 250;

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Rows that commit together. A row is made into text as it is taken, outside of the heap: thousands of objects that grow
 * old while they wait cost more to collect than to write. Only what a caller's id stands for is found out later.
 */
export class Batch {
  rows = 0;
  /** When its first row was taken, on the monotonic timer. */
  openedAtMs = 0;
  /** Whether an attempt to write it has begun. */
  attempted = false;
  /** Ids and text are made once, so that a retry repeats them. */
  firstId: string | undefined;
  private people: ReadonlySet<string> | undefined;
  private readonly ofCallers: { entry: AuditEntry; context: RequestContext }[] = [];
  private readonly chunks: Buffer[] = [];
  private text = "";
  private textRows = 0;

  /** @returns How many rows it holds now. */
  add(entry: AuditEntry, context: RequestContext): number {
    if (entry.actor.kind === "caller") this.ofCallers.push({ entry, context });
    else this.write(entry, context);
    return ++this.rows;
  }

  /** Finds out which of the callers are people. To be awaited, once it holds all of its rows, before `encoded`. */
  async knowCallers(query: Parameters<typeof findPeople>[1]): Promise<void> {
    const entries = this.ofCallers.map(({ entry }) => entry);
    this.people ??= await findPeople(entries, query);
  }

  async *encoded(): AsyncGenerator<Buffer> {
    this.attempted = true;
    this.closeChunk();
    for (let index = 0; ; index++) {
      if (index === this.chunks.length) this.encodeSomeOfCallers();
      const chunk = this.chunks[index];
      if (!chunk) return;
      yield chunk;
      await nextTurn();
    }
  }

  private encodeSomeOfCallers(): void {
    for (const { entry, context } of this.ofCallers.splice(0, CHUNK_ROWS)) this.write(entry, context);
    this.closeChunk();
  }

  private write(entry: AuditEntry, context: RequestContext): void {
    const id = newId(entry.atMs);
    this.firstId ??= id;
    const actor = storedActor(entry.actor, this.people ?? NOBODY);
    this.text += copyLine(auditValues(id, entry, actor, context));
    if (++this.textRows === CHUNK_ROWS) this.closeChunk();
  }

  private closeChunk(): void {
    if (this.textRows > 0) this.chunks.push(Buffer.from(this.text));
    this.text = "";
    this.textRows = 0;
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
