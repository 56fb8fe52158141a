export type SortDirection = "asc" | "desc";

export interface Sort {
  columnId: string;
  direction: SortDirection;
}

interface SortHrefOptions {
  pathname: string;
  /** The present query, with or without its question mark. */
  search: string;
  sortParam?: string;
  directionParam?: string;
  /** Parameters that name a place in the old order and mean nothing in the new one. */
  resetParams?: readonly string[];
}

/** Makes the `sortHref` of a table: the same list, in another order, from its beginning. */
export function sortHrefFor(
  options: SortHrefOptions,
): (columnId: string, direction: SortDirection) => string {
  const { pathname, search, sortParam = "sort", directionParam = "direction" } = options;
  const resetParams = options.resetParams ?? ["page", "before", "after"];
  return (columnId, direction) => {
    const query = new URLSearchParams(search);
    for (const name of resetParams) query.delete(name);
    query.set(sortParam, columnId);
    query.set(directionParam, direction);
    return `${pathname}?${query}`;
  };
}
