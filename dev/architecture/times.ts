import { maskSource } from "./imports";
import { isTest, type SourceFile } from "./project";

/** Places that write a time themselves, and why each may: all others use `Time` and `RelativeTime`. */
const ALLOWED: Readonly<Record<string, string>> = {
  "components/ui/time-format.ts": "is the one formatter",
  "components/ui/relative-format.ts": "writes what is far away as a date",
  "components/ui/time.tsx": "shows it in the reader's zone",
  "components/ui/relative-time.tsx": "shows it in the reader's zone",
  "components/ui/local-zone.tsx": "asks the browser for its zone",
  "components/ui/day-bars.tsx": "bars are days in UTC",
  "app/(admin)/_components/figures.tsx": "bars are days and hours in UTC",
  "app/(admin)/_lists/note-words.ts": "is given the reader's zone",
  "app/(admin)/connections/[id]/_notes/actions.ts": "has it in a notice, in the reader's zone",
  "app/(admin)/connections/[id]/_notes/note-input.ts": "the day asked for is one in UTC",
  "app/(admin)/connections/[id]/_notes/note-page.tsx": "the days offered are days in UTC",
  "components/ui/exact-time.tsx": "is given the reader's zone",
  "app/(admin)/connections/connection-list-row.ts": "counts days by the reader's calendar",
  "app/(admin)/health/health-list-row.ts": "counts days by the reader's calendar",
  "app/(admin)/_lists/status-cell.tsx": "has the time as a title, in the reader's zone",
  "app/(admin)/audit/_components/audit-table.tsx": "shows what audit-line.ts was given the reader's zone for",
  "app/(admin)/audit/_components/export-links.tsx": "has it in a sentence, in the reader's zone",
  "app/(admin)/audit/_components/seal-line.tsx": "compares days in the reader's zone",
  "app/(admin)/audit/audit-line.ts": "is given the reader's zone",
  "app/(admin)/health/_components/on-date.tsx": "the day asked for is one in UTC",
  "app/(admin)/health/day-words.ts": "a day's bar is a day in UTC",
  "app/(admin)/health/month-words.ts": "months are closed in UTC",
  "app/(admin)/health/search-params.ts": "days in addresses are UTC",
  "app/(admin)/companies/_components/day-table.tsx": "its rows are days in UTC",
  "app/(admin)/_components/ahead.tsx": "the day on which access ends is one in UTC",
  "app/(admin)/companies/_components/connection-facts.tsx": "the day on which access ends is one in UTC",
  "app/(admin)/health/calendar/_components/access-ends.tsx": "the day on which access ends is one in UTC",
  "app/(admin)/health/calendar/page.tsx": "deadlines are grouped by days in UTC",
  "app/(admin)/health/month-end/page.tsx": "months are closed in UTC",
};

/** What turns an instant into words, or shows one that is words already. */
const FORMATS = [
  /\bIntl\s*\.\s*DateTimeFormat\b/,
  /\.toLocale(?:Date|Time)String\s*\(/,
  /\.to(?:ISO|UTC|Date|Time)String\s*\(\s*\)\s*\.\s*\w+/,
  /\.get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds)\s*\(/,
  /\bformat(?:Absolute|Precise|Minute|Clock|IsoDay|LongDay|Relative)\s*\(/,
  /\bdaysBetween\s*\(/,
  /\butc(?:Clock|Minute|Day)\s*\(/,
  /<time\b/,
  /<Time\b[^>]*\sutc\b/,
];

/** Screens that write a time past the zone its reader chose; and places that need no leave of it any more. */
export function timeViolations(files: readonly SourceFile[], allowed = ALLOWED): string[] {
  const judged = files.filter(({ path }) => /^(?:app|components)\//.test(path) && !isTest(path));
  const formatting = new Map(
    judged.flatMap(({ path, text }) => {
      const { code } = maskSource(text);
      const found = FORMATS.find((pattern) => pattern.test(code));
      return found ? [[path, found.exec(code)?.[0] ?? ""] as const] : [];
    }),
  );
  return [
    ...[...formatting]
      .filter(([path]) => !(path in allowed))
      .map(([path, found]) => `${path}: writes a time itself (${found.trim()}); use Time or RelativeTime`),
    ...Object.keys(allowed)
      .filter((path) => !formatting.has(path))
      .map((path) => `${path}: writes no time itself any more; take it off the list in times.ts`),
  ];
}
