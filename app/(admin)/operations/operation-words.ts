import type { OperationView } from "@/lib/bulk";
import { shownName } from "@/lib/shown-text";
import { plural } from "@/lib/text/plural";
import { ALL_UNFILTERED, allThatMatch, FAILED_BEFORE, SELECTED_ROWS, WAITING } from "./words";

/** "312 connections", "1 company". */
export function partsWords({ kind }: Pick<OperationView, "kind">, count: number): string {
  return kind === "tag" || kind === "untag"
    ? plural(count, "company", "companies")
    : plural(count, "connection");
}

/** What it is done to, beside the number. */
export function scopeWords({ filter, againOf }: Pick<OperationView, "filter" | "againOf">): string {
  if (againOf) return FAILED_BEFORE;
  if (filter === null) return SELECTED_ROWS;
  return filter === "" ? ALL_UNFILTERED : allThatMatch(filterWords(filter));
}

const filterWords = (filter: string) =>
  [...new URLSearchParams(filter)]
    .map(([name, value]) => `${name} “${shownName(value.replaceAll("_", " "))}”`)
    .join(", ");

const STATE_WORDS: Readonly<Record<OperationView["state"], string>> = {
  waiting: WAITING,
  running: "Running",
  cancelling: "Cancelling",
  cancelled: "Cancelled",
  ended: "Ended",
};

export const stateWords = (state: OperationView["state"]): string => STATE_WORDS[state];

/** "3 failed, 2 skipped, 207 done": what there is, the worst first. */
export function countWords({ counts }: Pick<OperationView, "counts">): string {
  const said = (["failed", "skipped", "cancelled", "done"] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state].toLocaleString("en")} ${state}`);
  return said.join(", ");
}

/** "212 of 312 · 3 failed, 209 done". */
export function progressWords(operation: Pick<OperationView, "finished" | "parts" | "counts">): string {
  const { finished, parts } = operation;
  const progress = `${finished.toLocaleString("en")} of ${parts.toLocaleString("en")}`;
  return [progress, countWords(operation)].filter(Boolean).join(" · ");
}

const MOST_TAGS = 8;

/** "vip (3), closing (1)". */
export function tagWords(tags: readonly { tag: string; companies: number }[]): string {
  const told = tags
    .slice(0, MOST_TAGS)
    .map(({ tag, companies }) => `${shownName(tag)} (${companies.toLocaleString("en")})`);
  return told.join(", ") + (tags.length > MOST_TAGS ? " …" : "");
}
