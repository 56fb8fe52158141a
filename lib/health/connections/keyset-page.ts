export const PAGE_SIZE = 50;

/** A row's place in the order of its list: its sort key as text, and its id. */
export interface Place {
  value: string;
  id: string;
}

/** The page after or before a place, or the one that ends the list. */
export type Cursor = (Place & { towards: "next" | "previous" }) | { towards: "last" };

/** The condition and order of one page; one row more than `PAGE_SIZE` tells whether there is another. */
export function keysetSql(
  columns: { key: string; id: string },
  cursor: Cursor | undefined,
  bind: (value: unknown) => string,
  direction: "asc" | "desc" = "asc",
): { condition: string | undefined; order: string } {
  const isBackwards = cursor?.towards === "previous" || cursor?.towards === "last";
  const ascending = (direction === "asc") !== isBackwards;
  const condition =
    cursor && cursor.towards !== "last"
      ? `(${columns.key}, ${columns.id}) ${ascending ? ">" : "<"} (${bind(cursor.value)}, ${bind(cursor.id)})`
      : undefined;
  const order = ascending ? "ASC" : "DESC";
  return { condition, order: `${columns.key} ${order}, ${columns.id} ${order}` };
}

/** @param found In the order of `keysetSql`, one more than the page holds at most. */
export function keysetPage<Row extends { id: string; sortKey: string }>(
  found: readonly Row[],
  cursor: Cursor | undefined,
  size: number = PAGE_SIZE,
): { rows: Row[]; next: Place | null; previous: Place | null } {
  const towards = cursor?.towards;
  const isBackwards = towards === "previous" || towards === "last";
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (isBackwards) rows.reverse();
  const placeOf = (row: Row | undefined) => (row ? { value: row.sortKey, id: row.id } : null);
  const hasNext = towards === "previous" || (towards !== "last" && more);
  const hasPrevious = towards === "next" || (isBackwards && more);
  return {
    rows,
    next: hasNext ? placeOf(rows.at(-1)) : null,
    previous: hasPrevious ? placeOf(rows[0]) : null,
  };
}
