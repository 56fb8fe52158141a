import type { ReadDeps } from "@/lib/db";
import type { Segment } from "./history";
import { readHistory, type Subject } from "./read-history";

/**
 * What a connection was at one moment of the past.
 *
 * @param atMs Epoch milliseconds, not in the future.
 */
export async function healthAt(
  { database }: Pick<ReadDeps, "database">,
  subject: Subject,
  atMs: number,
): Promise<Segment> {
  const pasts = await readHistory(database, [subject], { fromMs: atMs, toMs: atMs + 1 });
  const [segment] = pasts.get(subject.id) ?? [];
  if (!segment) throw new Error(`The past of connection ${subject.id} has no moment ${atMs}.`);
  return segment;
}
