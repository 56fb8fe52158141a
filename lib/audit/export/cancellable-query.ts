import type { QueryResultRow } from "pg";
import type { Database } from "@/lib/db";

/**
 * Runs one statement that the server stops working on when the signal says so.
 *
 * @throws {Error} The signal's reason, or pg's own error.
 */
export async function cancellableQuery<Row extends QueryResultRow>(
  database: Database,
  { text, values }: { text: string; values: unknown[] },
  signal: AbortSignal,
): Promise<Row[]> {
  signal.throwIfAborted();
  const connection = await database.pool.connect();
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => {
    const { processID } = connection as unknown as { processID: number };
    cancelling = database.query("SELECT pg_cancel_backend($1)", [processID]).catch(() => {});
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return (await connection.query<Row>(text, values)).rows;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    // A cancellation must not reach whoever has the connection next.
    await cancelling;
    connection.release();
  }
}
