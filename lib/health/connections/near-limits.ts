import type { ReadDeps } from "@/lib/db";
import type { ConnectionLimit } from "@/lib/token";
import { connections, LIVE_SQL } from "@/lib/token/views";

const WARNED_SHARE = 0.8;

/** A provider whose connections near what our app's tier allows. */
export interface NearLimit {
  connectionType: string;
  /** Live connections; an organisation that was connected elsewhere under the same app counts at the provider only. */
  live: number;
  limit: number;
}

/** Those of which four fifths are used, or more. */
export async function findNearLimits(
  { database }: Pick<ReadDeps, "database">,
  limits: readonly ConnectionLimit[],
): Promise<NearLimit[]> {
  const counted = await database.query<NearLimit>(
    `SELECT l."connectionType", l.max AS "limit", count(c.id)::int AS live
     FROM unnest($1::text[], $2::text[], $3::int[]) AS l ("connectionType", environment, max)
     LEFT JOIN ${connections("c")} ON c."connectionType" = l."connectionType" AND c.environment = l.environment AND ${LIVE_SQL}
     GROUP BY 1, 2`,
    [
      limits.map(({ connectionType }) => connectionType),
      limits.map(({ environment }) => environment),
      limits.map(({ limit }) => limit),
    ],
  );
  return counted.filter(({ live, limit }) => live >= WARNED_SHARE * limit);
}
