const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** "March 2026", from "2026-03". */
export function monthWords(month: string): string {
  return MONTH.format(Date.parse(`${month}-01T00:00:00Z`));
}
