import type { ReadDeps } from "@/lib/db";

interface SealStatusDeps extends Pick<ReadDeps, "database"> {
  /** Whether this process has a key to seal with. */
  readonly seals: boolean;
}

/** What the audit page says of the seal. */
export interface SealStatus {
  /** False: no AUDIT_SIGNING_KEY, so nothing is sealed from now on. */
  enabled: boolean;
  /** When the newest seal was made; null when there is none. */
  sealedTo: Date | null;
  /** Key of the newest seal. */
  keyId: string | null;
  /** When the whole chain was last verified; null when it never was. */
  verifiedAt: Date | null;
  /** What that verification found wrong; null when all was as sealed. */
  problem: string | null;
}

export async function findSealStatus({ database, seals }: SealStatusDeps): Promise<SealStatus> {
  const [found] = await database.query<Omit<SealStatus, "enabled">>(
    `SELECT seal."sealedAt" AS "sealedTo", seal."keyId", check_."verifiedAt", check_.problem
     FROM (SELECT 1) one
     LEFT JOIN (SELECT "sealedAt", "keyId" FROM "AuditSeal" ORDER BY number DESC LIMIT 1) seal ON true
     LEFT JOIN (SELECT "verifiedAt", problem FROM "AuditVerification" ORDER BY "verifiedAt" DESC LIMIT 1) check_ ON true`,
  );
  return { enabled: seals, ...(found ?? { sealedTo: null, keyId: null, verifiedAt: null, problem: null }) };
}
