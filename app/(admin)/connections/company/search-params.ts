import { identifier } from "@/app/_input/identifier";

/** An id of the surrounding product may hold a slash, which a path would split. */
export function companyHref(companyId: string): string {
  return `/connections/company?${new URLSearchParams({ id: companyId })}`;
}

export function companyIdOf(
  given: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const parsed = identifier.safeParse([given.id].flat()[0]);
  return parsed.success ? parsed.data : undefined;
}
