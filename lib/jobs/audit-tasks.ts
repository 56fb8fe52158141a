import { type SealDeps, sealAudit, verifyDaily } from "@/lib/audit/seal";
import type { PeriodicTask } from "./periodic-tasks";

/** Seals what was written, and verifies the whole chain once a day. */
export function auditTasks(deps: SealDeps): PeriodicTask[] {
  return [
    { name: "seal-audit", everySeconds: 60, run: () => sealAudit(deps) },
    { name: "verify-audit", everySeconds: 300, run: () => verifyDaily(deps) },
  ];
}
