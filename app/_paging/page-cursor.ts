import { z } from "zod";
import type { Cursor, Place } from "@/lib/health";

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** The place in a list that a page begins after, or ends before; the end ends the last one. */
export type PageStart = { after: Place } | { before: Place | typeof END };

/** No cursor of a place reads so. */
export const END = "end";

const placeSchema = z.tuple([z.string().regex(/^[^\0]{0,500}$/), z.string().regex(/^[\w-]{1,100}$/)]);

/** The page of a list that an address asks for; undefined is its first. */
export function readCursor(given: Given): Cursor | undefined {
  const one = (name: string) => [given[name]].flat()[0];
  const after = placeOf(one("after"));
  if (after) return { ...after, towards: "next" };
  if (one("before") === END) return { towards: "last" };
  const before = placeOf(one("before"));
  return before && { ...before, towards: "previous" };
}

export function setPlace(query: URLSearchParams, start: PageStart): void {
  for (const [name, place] of Object.entries(start) as [string, Place | typeof END][]) {
    const isEnd = place === END;
    query.set(name, isEnd ? END : Buffer.from(JSON.stringify([place.value, place.id])).toString("base64url"));
  }
}

/** @returns Undefined for a cursor that is none of ours: the list then begins at its first page. */
function placeOf(cursor: string | undefined): Place | undefined {
  if (!cursor || cursor.length > 2_000) return undefined;
  try {
    const [value, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { value, id };
  } catch {
    return undefined;
  }
}
