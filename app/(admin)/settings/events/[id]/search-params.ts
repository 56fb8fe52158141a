interface Cursor {
  position: number;
  towards: "older" | "newer";
}

/** The page of messages that a URL asks for; whatever it gets wrong leads to the newest. */
export function readCursor(
  given: Readonly<Record<string, string | string[] | undefined>>,
): Cursor | undefined {
  const after = placeOf(given.after);
  if (after !== undefined) return { position: after, towards: "older" };
  const before = placeOf(given.before);
  return before === undefined ? undefined : { position: before, towards: "newer" };
}

export function deliveriesHref(id: string, position: number, towards: Cursor["towards"]): string {
  return `/settings/events/${id}?${towards === "older" ? "after" : "before"}=${position}`;
}

function placeOf(value: string | string[] | undefined): number | undefined {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
