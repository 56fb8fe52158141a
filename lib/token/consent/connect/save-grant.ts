import { newId, type Sql } from "@/lib/db";
import type { TokenDeps } from "../../deps";
import { findGrantOf, livesByLaterConsent, type StoredGrant } from "../../grants/grants";
import { insertGrant, replaceTokenSet } from "../../grants/store-grant";
import type { TokenSet } from "../../grants/token-set";
import type { PendingConsent } from "../pending";

/** A grant with a consent's token set. */
export interface SavedGrant {
  id: string;
  generation: number;
  /** It was there before: whoever it serves lives by the new token set. */
  isRenewed: boolean;
}

/** Stores a consent's token set as its subject's grant. @param companyIds Those that it is to serve. */
export async function saveGrant(
  deps: TokenDeps,
  tx: Sql,
  { tokenSet, connectionType, environment, adopted }: PendingConsent,
  { subject, companyIds, atMs }: { subject: string; companyIds: readonly string[]; atMs: number },
): Promise<SavedGrant> {
  const known = await findGrantOf(tx, deps.keyring, { connectionType, environment, subject }, "FOR UPDATE");
  const isLate =
    known && (adopted ? isNoOlder(known, tokenSet) : await livesByLaterConsent(tx, known, tokenSet));
  if (isLate) return { ...known, isRenewed: false };
  const above = await lastGeneration(tx, connectionType, companyIds);
  if (known) {
    const replacement = { grant: known, tokenSet, keyring: deps.keyring, atMs, above };
    const generation = await replaceTokenSet(tx, replacement);
    if (generation === undefined) throw new Error("A row locked by this transaction changed under it.");
    return { id: known.id, generation, isRenewed: true };
  }
  const grant = {
    id: newId(),
    connectionType,
    environment,
    subject,
    generation: above + 1,
  };
  await insertGrant(tx, { grant, tokenSet, keyring: deps.keyring, atMs });
  return { ...grant, isRenewed: false };
}

/** A caller tells a connection's token sets apart by their generation, so another grant must go on counting. */
async function lastGeneration(
  tx: Sql,
  connectionType: string,
  companyIds: readonly string[],
): Promise<number> {
  const [last] = await tx.query<Pick<StoredGrant, "generation">>(
    `SELECT COALESCE(max(g.generation), 0)::int AS generation FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
     WHERE c."companyId" = ANY($1) AND c."connectionType" = $2`,
    [companyIds, connectionType],
  );
  return last?.generation ?? 0;
}

/** Whether a refresh of ours has already replaced what another system hands over: that one is spent. */
function isNoOlder(held: StoredGrant, given: TokenSet): boolean {
  return held.state === "active" && held.accessExpiresAt.getTime() >= given.accessExpiresAtMs;
}
