import { isCode } from "@/lib/errors";
import type { BulkDeps } from "../deps";
import type { ClaimedPart } from "./claim";
import type { PartOutcome } from "./settle";

/** Adds or removes the tag of one company. */
export async function tagPart({ companies }: BulkDeps, part: ClaimedPart): Promise<PartOutcome> {
  const { companyId, kind, tag } = part;
  const add = kind === "tag";
  try {
    const changed = await companies.changeTag({ companyId, tag: tag ?? "", add });
    if (changed) return { state: "done", words: null };
    return { state: "skipped", words: add ? "It has this tag already." : "It does not have this tag." };
  } catch (error) {
    if (isCode(error, "not_found")) return { state: "skipped", words: (error as Error).message };
    throw error;
  }
}
