import type { Actor } from "@/lib/actor";
import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { DAY_MS } from "@/lib/time/durations";
import type { TokenDeps } from "../deps";
import { GRANT_COLUMNS, type StoredGrant } from "../grants/grants";
import { SOFT_WINDOW_MAX_MS, SOFT_WINDOW_START_SQL } from "../vend/soft-window";
import { DEADLINE_SQL } from "../views";
import type { Refresher } from "./refresh";

/** Asked for at a time of a provider whose breaker lets a trial call through. */
const TRIALS = 5;
const KEEPER: Actor = { kind: "system", id: "keep-alive" };

/** A grant to refresh, and the token set for which that is due. */
export interface DueGrant {
  grantId: string;
  generation: number;
}

const NOW = "$1::timestamptz";
const A_DAY_AGO = "$2::timestamptz";
/** Condition on `"Grant" g`: it may be refreshed at all. */
const REFRESHABLE = `g.state = 'active' AND ${DEADLINE_SQL} > ${NOW} AND (g."retryAfter" IS NULL OR g."retryAfter" <= ${NOW})
  AND (g."leaseUntil" IS NULL OR g."leaseUntil" < clock_timestamp())
  AND EXISTS (SELECT 1 FROM "Connection" c WHERE c."grantId" = g.id AND c."disconnectedAt" IS NULL)`;
/** Vended within a day: its soft window has begun. The second bound says nothing new, but an index can use it. */
const IN_SOFT_WINDOW = `g."lastVendedAt" > ${A_DAY_AGO} AND ${SOFT_WINDOW_START_SQL} <= ${NOW}
  AND g."accessExpiresAt" <= ${NOW} + interval '${SOFT_WINDOW_MAX_MS} milliseconds'`;
/** Every refresh is a risk, so what nobody asks for gets just as many as keep it alive. */
const A_DAY_OLD = `g."issuedAt" <= ${A_DAY_AGO}
  AND (g."lastVendedAt" IS NULL OR g."lastVendedAt" <= ${A_DAY_AGO})`;

/**
 * Grants whose refresh is due and may succeed: none that backs off, is being refreshed, has ended or serves nobody, and
 * none of a provider that fails everyone or of an environment that this process does not speak to.
 * Grants that have not failed come first: a trial must not always ask with the same one.
 *
 * @param limit For each provider, and for each reason to be due.
 */
export async function findDueGrants(deps: TokenDeps, limit: number): Promise<DueGrant[]> {
  const shares = [...deps.breakers]
    .map(([connectionType, { state }]) => ({
      connectionType,
      environment: deps.providers.get(connectionType)?.environment ?? "",
      limit: state === "trial" ? TRIALS : limit,
      state,
    }))
    .filter(({ state }) => state !== "open");
  const someDue = (due: string, order: string) =>
    `(SELECT g.id, g.generation FROM "Grant" g
      WHERE g."connectionType" = share."connectionType" AND g.environment = share.environment AND ${due} AND ${REFRESHABLE} ORDER BY g."lastErrorCode" IS NOT NULL, ${order} LIMIT share."limit")`;
  return deps.database.query<DueGrant>(
    `SELECT due.id AS "grantId", due.generation
     FROM unnest($3::text[], $4::int[], $5::text[]) AS share("connectionType", "limit", environment),
     LATERAL (${someDue(IN_SOFT_WINDOW, 'g."accessExpiresAt"')} UNION ALL ${someDue(A_DAY_OLD, 'g."issuedAt"')}) due`,
    [
      ...timesOf(deps),
      shares.map(({ connectionType }) => connectionType),
      shares.map((share) => share.limit),
      shares.map(({ environment }) => environment),
    ],
  );
}

/**
 * Refreshes those of these grants that are still due, with the token set they were due for. Failures are on record and
 * concern no caller; what is due after them is found again.
 *
 * @throws {Error} The database could not be asked.
 */
export async function keepFresh(
  deps: TokenDeps,
  refresher: Refresher,
  grants: readonly DueGrant[],
): Promise<void> {
  const generations = new Map(grants.map(({ grantId, generation }) => [grantId, generation]));
  const due = await deps.database.query<StoredGrant>(
    `SELECT ${GRANT_COLUMNS} FROM "Grant" g
     WHERE g.id = ANY($3) AND (${IN_SOFT_WINDOW} OR ${A_DAY_OLD}) AND ${REFRESHABLE}`,
    [...timesOf(deps), [...generations.keys()]],
    "read due grants",
  );
  const current = due.filter(({ id, generation }) => generations.get(id) === generation);
  const ends = await Promise.allSettled(
    current.map((grant) => actAs(KEEPER, () => refresher.refresh(grant))),
  );
  const untyped = ends.flatMap((end) =>
    end.status === "rejected" && !(end.reason instanceof CountersignError) ? [end.reason] : [],
  );
  if (untyped.length > 0) throw untyped[0];
}

function timesOf({ clock }: TokenDeps): [Date, Date] {
  const nowMs = clock.nowMs();
  return [new Date(nowMs), new Date(nowMs - DAY_MS)];
}
