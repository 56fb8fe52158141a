import { readTag } from "@/lib/companies";
import type { BulkDeps } from "./deps";
import { companiesOf, resolveSelection, type Selection } from "./selection";

const MOST_TAGS = 30;

/** What a change of a tag would do at this moment. */
export interface TagPreview {
  connections: number;
  companies: number;
  /** Companies that get it, or lose it. */
  change: number;
  /** Companies that are so already. */
  same: number;
  /** The tag as it would be kept. */
  tag: string;
}

/** @throws {CountersignError} `invalid_input` naming `id` or `tag`. */
export async function previewTag(
  deps: BulkDeps,
  { selection, tag: given, add }: { selection: Selection; tag: string; add: boolean },
): Promise<TagPreview> {
  const tag = readTag(given);
  const { connections } = await resolveSelection(deps, selection);
  const companies = companiesOf(connections);
  const ids = companies.map(({ id }) => id);
  const having = await deps.companies.countTags(ids, tag);
  const same = add ? having : ids.length - having;
  return { connections: connections.length, companies: ids.length, change: ids.length - same, same, tag };
}

/** How much a selection is of, and the tags that its companies have. */
export async function describeSelection(
  deps: BulkDeps,
  selection: Selection,
): Promise<{ connections: number; companies: number; tags: { tag: string; companies: number }[] }> {
  const { connections } = await resolveSelection(deps, selection);
  const ids = companiesOf(connections).map(({ id }) => id);
  const tags = await deps.companies.findTags(ids, MOST_TAGS);
  return { connections: connections.length, companies: ids.length, tags };
}
