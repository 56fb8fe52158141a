import { identifier } from "@/app/_input/identifier";

/** Where a page begins: after the row of this id. What is no id begins at the first. */
export function afterOf(
  searchParams: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const parsed = identifier.safeParse(searchParams.after);
  return parsed.success ? parsed.data : undefined;
}

export function incidentsHref(after?: string): string {
  return after ? `/health/incidents?${new URLSearchParams({ after })}` : "/health/incidents";
}

export function incidentHref(id: string, after?: string): string {
  return after ? `/health/incidents/${id}?${new URLSearchParams({ after })}` : `/health/incidents/${id}`;
}
