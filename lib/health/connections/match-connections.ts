import { inSql } from "@/lib/db";
import { codesMeaning } from "@/lib/errors";
import { beginsWith } from "@/lib/text/begins-with";
import { containing } from "@/lib/text/containing";
import { providersCalled } from "@/lib/token";
import { isOneOf, type TenantIds } from "@/lib/token/views";
import { firstIntervalSql } from "../history/read-history";
import { type StatusName, statusNames } from "../verdict/verdict";
import { CONNECTION_TABLES, type ConnectionDeps, LISTED_TABLES } from "./connection-row";
import { type DriftFilter, driftSql } from "./scope-drift-sql";

/** Which connections a list is of. */
export interface ConnectionFilter {
  /**
   * Part of a company's or organisation's name, the beginning of its id or the connection's, an
   * organisation's whole id, or a provider's word.
   */
  search?: string | undefined;
  status?: StatusName | undefined;
  provider?: string | undefined;
  /** Connections' ids. */
  ids?: readonly string[] | undefined;
  /** Companies' ids. */
  companies?: readonly string[] | undefined;
  /** A company's id. */
  company?: string | undefined;
  /** Archived companies' too: they are left out otherwise. */
  archived?: boolean | undefined;
  /** What the one who asks may see; everything without it. */
  within?: Within | undefined;
  /** Only those whose problem is snoozed, or only the others. */
  snoozed?: boolean | undefined;
  /** Only those that were in trouble at some time since then. */
  troubledSince?: Date | undefined;
  /** Only live connections whose consent differs so from what is asked for today. */
  drift?: DriftFilter | undefined;
}

/** A part of the connections. */
interface Within {
  /** Null: those of every company. */
  companyIds: readonly string[] | null;
  /** The providers, each in one of its environments. */
  providers: readonly { connectionType: string; environment: string }[];
}

type Bind = (value: unknown) => string;

/** Where a filter's rows come from. */
export function matchedTables({ archived }: ConnectionFilter): string {
  return archived ? CONNECTION_TABLES : LISTED_TABLES;
}

/** The condition of a filter on rows that are called s. */
export function matchSql(
  { tenantIds }: Pick<ConnectionDeps, "tenantIds">,
  filter: ConnectionFilter,
  bind: Bind,
): string {
  const conditions = ["true"];
  if (filter.status) conditions.push(`s.rank = ${bind(statusNames.indexOf(filter.status))}`);
  if (filter.ids) conditions.push(`s.id = ANY(${bind(filter.ids)}::text[])`);
  if (filter.companies) conditions.push(`s."companyId" = ANY(${bind(filter.companies)}::text[])`);
  if (filter.company) conditions.push(`s."companyId" = ${bind(filter.company)}`);
  if (filter.within) conditions.push(withinSql(filter.within, bind));
  if (filter.provider) conditions.push(`s."connectionType" = ${bind(filter.provider)}`);
  if (filter.snoozed !== undefined) conditions.push(`s.snoozed = ${bind(filter.snoozed)}`);
  if (filter.search) conditions.push(searchSql(tenantIds, filter.search, bind));
  if (filter.drift) conditions.push(driftSql(filter.drift, bind));
  if (filter.troubledSince) conditions.push(troubledSql(bind(filter.troubledSince)));
  return conditions.join(" AND ");
}

function withinSql({ companyIds, providers }: Within, bind: Bind): string {
  const types = bind(providers.map(({ connectionType }) => connectionType));
  const environments = bind(providers.map(({ environment }) => environment));
  const reached = `(s."connectionType", s.environment) IN
    (SELECT type, environment FROM unnest(${types}::text[], ${environments}::text[]) AS t (type, environment))`;
  return companyIds ? `s."companyId" = ANY(${bind(companyIds)}) AND ${reached}` : reached;
}

function searchSql(tenantIds: TenantIds, search: string, bind: Bind): string {
  const pattern = bind(containing(search));
  const id = bind(search);
  const called = bind(providersCalled(search));
  const organisation = isOneOf(
    `s."tenantId"`,
    `s."tenantHash"`,
    bind([search]),
    bind(tenantIds.hashesOf(search)),
  );
  const begins = (column: string) => beginsWith(column, id, search);
  return `(s."companyName" ILIKE ${pattern} OR s."tenantName" ILIKE ${pattern}
    OR ${begins("s.id")} OR ${begins(`s."companyId"`)} OR ${organisation}
    OR s."connectionType" = ANY(${called}))`;
}

const TROUBLED_NOW = statusNames.indexOf("provider_trouble");

/** The index on a connection's intervals answers it, however long its history. */
function troubledSql(since: string): string {
  return `(s.rank <= ${TROUBLED_NOW} OR EXISTS (
    SELECT 1 FROM "HealthInterval" i WHERE i."companyId" = s."companyId" AND i."connectionType" = s."connectionType"
      AND i."startedAt" >= ${firstIntervalSql(`s."companyId"`, `s."connectionType"`, `${since}::timestamptz`)}
      AND i.cause IS NOT NULL AND i.cause NOT IN ${inSql(codesMeaning("disconnected"))} AND COALESCE(i."endedAt", 'infinity') > ${since}
      AND i."startedAt" < COALESCE(s."disconnectedAt", 'infinity')))`;
}
