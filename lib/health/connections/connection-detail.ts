import { joinCompany } from "@/lib/companies/views";
import type { Connection, Grant, ReadDeps } from "@/lib/db";
import { joinLink } from "@/lib/links/views";
import { joinPerson } from "@/lib/people/views";
import { shownName, shownText } from "@/lib/shown-text";
import { connections, findUntoldProvider, type UntoldProvider } from "@/lib/token/views";
import { currentIncidents } from "../incident/read";
import {
  CONNECTION_COLUMNS,
  CONNECTION_TABLES,
  type ConnectionRow,
  type ConnectionView,
  viewOf,
} from "./connection-row";

/** Everything a person may know of one connection. */
export interface ConnectionDetail extends ConnectionView {
  scope: string;
  generation: number;
  /** When the stored token set was issued: the last refresh or consent. */
  issuedAt: Date;
  connectedByName: string;
  /** The message of the last failed refresh, or of what ended the grant. */
  lastErrorMessage: string | null;
  lastErrorRef: string | null;
  /** The newest observation's message, while it is a failure. */
  healthMessage: string | null;
  healthRef: string | null;
  /** An organisation this company left, whose provider has not confirmed it yet. */
  untoldProvider: UntoldProvider | null;
  /** Other companies that live on the same grant. */
  alsoServes: {
    connectionId: string;
    companyId: string;
    connectionType: string;
    companyName: string;
    tenantName: string;
  }[];
}

type DetailRow = ConnectionRow &
  Pick<Connection, "grantId"> &
  Pick<Grant, "scope" | "generation" | "issuedAt" | "lastErrorRef"> & {
    connectedByName: string;
    healthRef: string | null;
  };

const MAX_SHARED = 100;

/** @returns Undefined when there is no such connection. */
export async function findConnection(
  { database, clock }: ReadDeps,
  id: string,
): Promise<ConnectionDetail | undefined> {
  const [row] = await database.query<DetailRow>(
    `SELECT ${CONNECTION_COLUMNS}, c."grantId", g.scope, g.generation, g."issuedAt",
       g."lastErrorRef", h."providerRef" AS "healthRef", COALESCE(u.name, link.called, c."connectedBy") AS "connectedByName"
     FROM ${CONNECTION_TABLES} ${joinPerson('c."connectedBy"')} ${joinLink('c."connectedBy"')} WHERE c.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const alsoServes = await database.query<ConnectionDetail["alsoServes"][number]>(
    `SELECT c.id AS "connectionId", c."companyId", c."connectionType", o.name AS "companyName", c."tenantName"
     FROM ${connections("c")} ${joinCompany('c."companyId"')}
     WHERE c."grantId" = $1 AND c.id <> $2 AND c."disconnectedAt" IS NULL ORDER BY o.name LIMIT ${MAX_SHARED}`,
    [row.grantId, id],
  );
  const untoldProvider = await findUntoldProvider(database, row.companyId, row.connectionType);
  const { scope, generation, issuedAt, lastErrorRef, healthCause } = row;
  const connectedByName = shownName(row.connectedByName);
  const lastErrorMessage = row.grantError && shownText(row.grantError);
  const healthMessage = row.healthMessage && shownText(row.healthMessage);
  const healthRef = healthCause ? row.healthRef : null;
  const grant = { scope, generation, issuedAt, connectedByName };
  const errors = { lastErrorMessage, lastErrorRef, healthMessage, healthRef };
  const view = viewOf(row, clock.nowMs(), await currentIncidents({ database }));
  const untold = untoldProvider && {
    ...untoldProvider,
    tenantName: shownName(untoldProvider.tenantName),
    lastError: untoldProvider.lastError && shownText(untoldProvider.lastError),
  };
  const others = alsoServes.map(({ companyName, tenantName, ...other }) => ({
    ...other,
    companyName: shownName(companyName),
    tenantName: shownName(tenantName),
  }));
  return { ...view, ...grant, ...errors, untoldProvider: untold, alsoServes: others };
}

/** A company's connections, live and ended: one a provider at most. */
export async function connectionsOfCompany(deps: ReadDeps, companyId: string): Promise<ConnectionDetail[]> {
  const rows = await deps.database.query<Pick<Connection, "id">>(
    `SELECT id FROM ${connections("c")} WHERE "companyId" = $1 ORDER BY "connectionType"`,
    [companyId],
  );
  const found = await Promise.all(rows.map(({ id }) => findConnection(deps, id)));
  return found.filter((connection) => connection !== undefined);
}

/** @returns The id of a company's connection to a provider, live or not; undefined when there never was one. */
export async function findConnectionOf(
  { database }: Pick<ReadDeps, "database">,
  companyId: string,
  connectionType: string,
): Promise<string | undefined> {
  const [row] = await database.query<Pick<Connection, "id">>(
    `SELECT id FROM ${connections("c")} WHERE "companyId" = $1 AND "connectionType" = $2`,
    [companyId, connectionType],
  );
  return row?.id;
}
