import { log } from "@/lib/log";
import type { SealDeps } from "./seal";
import { recordVerification, verifyAudit } from "./verify";

const EVERY = "24 hours";

/** Verifies the whole chain if the last time is a day ago, and keeps what came of it for the page. */
export async function verifyDaily({ database, signingKey }: SealDeps): Promise<void> {
  const [due] = await database.query<{ due: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "AuditSeal")
       AND NOT EXISTS (SELECT 1 FROM "AuditVerification" WHERE "verifiedAt" > now() - interval '${EVERY}') AS due`,
  );
  if (!due?.due) return;
  const verification = await verifyAudit({ database, publicKeys: [signingKey] });
  await recordVerification(database, verification);
  const [problem] = verification.problems;
  if (problem) log.error({ ...problem }, "The audit log is not as it was sealed");
}
