import type { ReadDeps } from "@/lib/db";
import { LINK_COLUMNS, LINK_TABLES, type LinkRow } from "./link-row";

/** @param linkId SQL for the link's id, out of the value. */
export async function findRow(
  { database }: Pick<ReadDeps, "database">,
  linkId: string,
  value: string,
): Promise<LinkRow | undefined> {
  const [link] = await database.query<LinkRow>(
    `SELECT ${LINK_COLUMNS} FROM ${LINK_TABLES} WHERE l.id = ${linkId}`,
    [value],
  );
  return link;
}
