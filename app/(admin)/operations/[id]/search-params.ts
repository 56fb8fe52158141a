import type { PartPlace } from "@/lib/bulk";

/** The page of an operation's parts that an address asks for; what it gets wrong leads to the first. */
export function readPartPlace(
  given: Readonly<Record<string, string | string[] | undefined>>,
): PartPlace | undefined {
  const [value = ""] = [given.after ?? ""].flat();
  const [, rank, position] = /^(\d{1,2})-(\d{1,6})$/.exec(value) ?? [];
  return rank && position ? { rank: Number(rank), position: Number(position) } : undefined;
}

export function partsHref(id: string, after?: PartPlace): string {
  return after ? `/operations/${id}?after=${after.rank}-${after.position}` : `/operations/${id}`;
}
