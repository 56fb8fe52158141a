import { type SealDeps, sealAudit } from "@/lib/audit/seal";
import { openSigningKey } from "@/lib/audit/signing-key";
import { recordVerification, verifyAudit } from "@/lib/audit/verify";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";

const SEAL_EVERY_MS = 60_000;
const VERIFY_EVERY = "24 hours";

interface Sealing {
  /** Lets a run under way end, and starts no more. */
  stop(): Promise<void>;
}

/** Seals the audit log every minute and verifies it every day, while this process lives; off without a signing key. */
export function startSealing(
  { env, database }: Pick<Runtime, "env" | "database">,
  everyMs: number = SEAL_EVERY_MS,
): Sealing {
  if (env.auditSigningKey === undefined) return { stop: async () => {} };
  const signingKey = openSigningKey(env.auditSigningKey);
  const deps: SealDeps = { database, signingKey, anchorFile: env.auditAnchorFile };
  const run = async () => {
    try {
      await sealAudit(deps);
      if (await isVerificationDue(deps)) await verify(deps);
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.message : "unknown" },
        "The audit log was not sealed",
      );
    }
  };
  let running: Promise<void> | undefined;
  const tick = () => {
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** A day after the last one, and not before there is a chain. One process of several takes the turn. */
async function isVerificationDue({ database }: SealDeps): Promise<boolean> {
  const [due] = await database.query<{ due: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "AuditSeal")
       AND NOT EXISTS (SELECT 1 FROM "AuditVerification" WHERE "verifiedAt" > now() - interval '${VERIFY_EVERY}') AS due`,
  );
  return due?.due === true;
}

async function verify({ database, signingKey }: SealDeps): Promise<void> {
  const verification = await verifyAudit({ database, publicKeys: [signingKey] });
  await recordVerification(database, verification);
  const [problem] = verification.problems;
  if (problem) log.error({ ...problem }, "The audit log is not as it was sealed");
}
