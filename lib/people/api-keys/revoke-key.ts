import { currentActor } from "@/lib/request-context";
import { auditKey } from "./audit-key";
import type { ApiKeyDeps } from "./deps";
import { notifyKey } from "./notify-key";
import { unknownKey } from "./rotate-key";

/**
 * Ends a key for good: every process refuses it from here on. One that was revoked before stays as it is, without a row.
 *
 * @throws {CountersignError} `not_found`
 */
export async function revokeKey({ database, clock }: ApiKeyDeps, id: string): Promise<void> {
  const atMs = clock.nowMs();
  await database.recordTransaction(async (tx) => {
    const { apiKey } = tx.prisma;
    const [revoked] = await apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date(atMs), revokedBy: currentActor().id },
      select: { name: true },
    });
    if (revoked) {
      await notifyKey(tx, id);
      await auditKey(tx, { operation: "api_key.revoke", id, sentence: `Key "${revoked.name}".`, atMs });
    } else if ((await apiKey.count({ where: { id } })) === 0) throw unknownKey();
  });
}
