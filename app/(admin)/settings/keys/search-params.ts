import { readPlace, writePlace } from "@/app/_paging/audit-place";
import type { KeyPlace } from "@/lib/people";

type Cursor = KeyPlace & { towards: "older" | "newer" };

/** The page of keys that a URL asks for; whatever it gets wrong leads to the newest. */
export function readKeysCursor(
  given: Readonly<Record<string, string | string[] | undefined>>,
): Cursor | undefined {
  const one = (name: string) => [given[name]].flat()[0];
  const after = readPlace(one("after"));
  const before = readPlace(one("before"));
  return after ? { ...after, towards: "older" } : before && { ...before, towards: "newer" };
}

export function keysHref(place: KeyPlace, towards: Cursor["towards"]): string {
  const query = new URLSearchParams({ [towards === "older" ? "after" : "before"]: writePlace(place) });
  return `/settings/keys?${query}`;
}
