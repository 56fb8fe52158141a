import type { ReadDeps } from "@/lib/db";

/** What waits, runs and has failed in one queue. Finished jobs are not counted: they are soon gone. */
export interface JobCounts {
  queue: string;
  created: number;
  retry: number;
  active: number;
  failed: number;
}

const UNDEFINED_TABLE = "42P01";

/** A line for each queue; none before the first process that runs jobs has made the queues. */
export async function jobCounts({ database }: Pick<ReadDeps, "database">): Promise<JobCounts[]> {
  try {
    return await database.query<JobCounts>(
      `SELECT q.name AS queue,
         count(*) FILTER (WHERE j.state = 'created')::int AS created,
         count(*) FILTER (WHERE j.state = 'retry')::int AS retry,
         count(*) FILTER (WHERE j.state = 'active')::int AS active,
         count(*) FILTER (WHERE j.state = 'failed')::int AS failed
       FROM pgboss.queue q LEFT JOIN pgboss.job j ON j.name = q.name GROUP BY q.name ORDER BY q.name`,
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}
