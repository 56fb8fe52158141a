import { jobsAt } from "@/lib/jobs/periodic-tasks";
import type { ChaosWorld } from "./chaos-world";

/** How long one time of the planner of refreshes is. */
export const PLANNED_EVERY_MS = 15_000;

/** Whether jobs have looked for due grants at the present virtual time, or whoever was to do it hung and was given up. */
export async function isPlanned({ database, simulator: { clock } }: ChaosWorld): Promise<boolean> {
  const task = { name: "plan-refreshes", everySeconds: PLANNED_EVERY_MS / 1_000, run: async () => {} };
  const [job] = jobsAt([task], clock.nowMs(), 60);
  const done = await database.query(
    `SELECT 1 FROM pgboss.job WHERE id = $1 AND state IN ('completed', 'failed')`,
    [job?.id],
  );
  return done.length === 1;
}
