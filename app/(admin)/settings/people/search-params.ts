type Towards = "after" | "before";

/** The page of people that an address asks for; whatever it gets wrong leads to the first. */
export function readPeopleCursor(
  given: Readonly<Record<string, string | string[] | undefined>>,
): { id: string; towards: Towards } | undefined {
  for (const towards of ["after", "before"] as const) {
    const id = [given[towards]].flat()[0];
    if (id && /^[\w-]{1,100}$/.test(id)) return { id, towards };
  }
  return undefined;
}

export function peopleHref(id: string, towards: Towards): string {
  return `/settings/people?${new URLSearchParams({ [towards]: id })}`;
}
