import { readPlace, writePlace } from "@/app/_paging/audit-place";
import type { AlertPlace } from "@/lib/alerts";

type Cursor = AlertPlace & { towards: "older" | "newer" };

/** The page of the history that a URL asks for; whatever it gets wrong leads to the newest alerts. */
export function readAlertsCursor(
  given: Readonly<Record<string, string | string[] | undefined>>,
): Cursor | undefined {
  const one = (name: string) => [given[name]].flat()[0];
  const after = readPlace(one("after"));
  const before = readPlace(one("before"));
  return after ? { ...after, towards: "older" } : before && { ...before, towards: "newer" };
}

export function alertsHref(place: AlertPlace, towards: Cursor["towards"]): string {
  const query = new URLSearchParams({ [towards === "older" ? "after" : "before"]: writePlace(place) });
  return `/settings/alerts?${query}`;
}
