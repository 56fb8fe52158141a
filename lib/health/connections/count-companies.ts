import type { ReadDeps } from "@/lib/db";
import { statusRankSql } from "../verdict/status-sql";
import { type StatusName, statusNames } from "../verdict/verdict";
import { LISTED_TABLES } from "./connection-row";

/**
 * How many companies have each status: a company is as its worst live connection is, so it works only when all of
 * them do. One without a live connection is disconnected if it ever had one, and is not counted otherwise, nor is an
 * archived one.
 */
export async function countCompanies({ database, clock }: ReadDeps): Promise<Record<StatusName, number>> {
  const rows = await database.query<{ rank: number; count: number }>(
    `SELECT worst AS rank, count(*)::int AS count FROM (
       SELECT min(${statusRankSql("$1")}) AS worst FROM ${LISTED_TABLES} GROUP BY c."companyId") companies
     GROUP BY worst`,
    [new Date(clock.nowMs())],
  );
  const counts = new Map(rows.map(({ rank, count }) => [rank, count]));
  return Object.fromEntries(statusNames.map((name, rank) => [name, counts.get(rank) ?? 0])) as Record<
    StatusName,
    number
  >;
}
