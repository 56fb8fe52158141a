import { type BlameByOwner, errorOwners } from "@/lib/health";
import { spanWords } from "@/lib/time/span-words";

const OWNERS = { us: "Countersign", provider: "provider", customer: "customer" } as const;

/** "customer 1 d 18 h, provider 3 h"; empty where nothing was interrupted. */
export function blameWords(blame: BlameByOwner): string {
  return errorOwners
    .filter((owner) => blame[owner].ms > 0)
    .toSorted((a, b) => blame[b].ms - blame[a].ms)
    .map((owner) => `${OWNERS[owner]} ${spanWords(blame[owner].ms)}`)
    .join(", ");
}
