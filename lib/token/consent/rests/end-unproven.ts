import { newId } from "@/lib/db";
import type { TokenDeps } from "../../deps";
import { queueRevocation } from "../../disconnect/revocations";
import { retireGrant } from "../../grants/retire-grant";
import { insertGrant } from "../../grants/store-grant";
import { type PendingConsent, removePendingConsent } from "../pending";

/**
 * Queues the end of a token set that no live call proved to be anybody's. A retired grant of its own holds it until the
 * provider is told: what its callback claimed may be another's.
 */
export async function endUnproven(deps: TokenDeps, pending: PendingConsent): Promise<void> {
  const { id, companyId, connectionType, environment, tokenSet, actorId } = pending;
  const { keyring } = deps;
  const atMs = deps.clock.nowMs();
  const subject = `unproven ${id}`;
  await deps.database.transaction(async (tx) => {
    if (!(await removePendingConsent(tx, id))) return;
    const grant = { id: newId(), connectionType, environment, subject, generation: 1 };
    await insertGrant(tx, { grant, tokenSet, keyring, atMs });
    await retireGrant(tx, grant.id, atMs);
    const tenant = { tenantId: subject, tenantName: "what was approved" };
    const left = { ...tenant, companyId, connectionType, environment, grantId: grant.id };
    await queueRevocation(tx, keyring, left, { requestedBy: actorId, lastOfGrant: true, atMs });
  });
}
