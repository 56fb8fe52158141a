import type { BulkPart } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { type BulkDeps, MOST_PARTS } from "../deps";

/** How far the customers of a sending have come. */
export interface CampaignCounts {
  sent: number;
  /** Customers who opened their link's page and started. */
  opened: number;
  done: number;
  /** Open links at which another organisation was chosen. */
  wrongCompany: number;
  /** Mails that did not leave. */
  notMailed: number;
  noAddress: number;
  /** Links that are open, so that their customers may be reminded. */
  open: number;
}

/** What came of the links that an operation sent. */
export async function countCampaign(
  { database, links }: Pick<BulkDeps, "database" | "links">,
  operationId: string,
): Promise<CampaignCounts> {
  const [sent, [unsent]] = await Promise.all([
    linksOf({ database }, operationId),
    database.query<{ notMailed: number; noAddress: number }>(
      `SELECT count(*) FILTER (WHERE code = 'mail_failed')::int AS "notMailed",
         count(*) FILTER (WHERE code = 'no_address')::int AS "noAddress"
       FROM "BulkPart" WHERE "operationId" = $1`,
      [operationId],
    ),
  ]);
  const progress = [...(await links.followLinks(sent)).values()];
  const count = (holds: (link: (typeof progress)[number]) => boolean) => progress.filter(holds).length;
  return {
    sent: sent.length,
    opened: count(({ openedAt }) => openedAt !== null),
    done: count(({ state }) => state === "used"),
    wrongCompany: count(({ state, wrongAt }) => state === "open" && wrongAt !== null),
    notMailed: unsent?.notMailed ?? 0,
    noAddress: unsent?.noAddress ?? 0,
    open: count(({ state }) => state === "open"),
  };
}

/**
 * Has the customers of a sending who have not come yet reminded within a minute.
 *
 * @returns How many.
 * @throws {CountersignError} `not_found`
 */
export async function remindCampaign(
  deps: Pick<BulkDeps, "database" | "links">,
  operationId: string,
): Promise<number> {
  const sent = await linksOf(deps, operationId);
  if (sent.length === 0) throw new CountersignError("not_found", "This operation sent no links.");
  return deps.links.remindSoon({ linkIds: sent, campaignId: operationId });
}

async function linksOf({ database }: Pick<BulkDeps, "database">, operationId: string): Promise<string[]> {
  const rows = await database.query<Pick<BulkPart, "linkId">>(
    `SELECT "linkId" FROM "BulkPart" WHERE "operationId" = $1 AND state = 'done' AND "linkId" IS NOT NULL
     ORDER BY position LIMIT $2`,
    [operationId, MOST_PARTS],
  );
  return rows.flatMap(({ linkId }) => linkId ?? []);
}
