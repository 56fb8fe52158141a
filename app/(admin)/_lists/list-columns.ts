/** The columns of each list that a person may leave out, by what they are called. The name's own always stays. */
export const LIST_COLUMNS = {
  audit: { who: "Who", company: "Company", outcome: "Outcome", took: "Took", request: "Request" },
  connections: { status: "Status", lastRead: "Last read", deadline: "Deadline", days: "90 days" },
  health: {
    status: "Status",
    days: "90 days",
    trouble: "Trouble",
    lastRead: "Last read",
    deadline: "Reconnect by",
  },
} as const satisfies Record<string, Record<string, string>>;

export type ListWithColumns = keyof typeof LIST_COLUMNS;
export const listsWithColumns = Object.keys(LIST_COLUMNS) as ListWithColumns[];

const SEPARATOR = ".";

/** The cookie in which a browser keeps a list's choice. */
export const columnsCookie = (list: ListWithColumns) => `columns_${list}`;

/** What is hidden, as a cookie keeps it: "" for nothing. */
export function writeHidden(list: ListWithColumns, shown: readonly string[]): string {
  return columnsOf(list)
    .filter((column) => !shown.includes(column))
    .join(SEPARATOR);
}

/** The columns that a cookie hides. Names that are none, as those of another version, hide nothing. */
export function readHidden(list: ListWithColumns, kept: string | undefined): string[] {
  const named = (kept ?? "").split(SEPARATOR, 50);
  return columnsOf(list).filter((column) => named.includes(column));
}

const columnsOf = (list: ListWithColumns) => Object.keys(LIST_COLUMNS[list]);
