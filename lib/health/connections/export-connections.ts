import { exportRecorder, type RecordExport } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { BYTE_ORDER_MARK, csv } from "@/lib/text/csv";
import { statusWords } from "@/lib/text/status-words";
import { utcDay } from "@/lib/time/utc-day";
import { utcMinute } from "@/lib/time/utc-minute";
import { scopeDriftOf, type TokenService, type WantedScopes } from "@/lib/token";
import { freshnessOf } from "../verdict/freshness";
import { ownerWords } from "../verdict/owner-words";
import type { ConnectionDeps, ListedConnection } from "./connection-row";
import type { Cursor } from "./keyset-page";
import { listConnections } from "./list-connections";
import type { ConnectionFilter } from "./match-connections";
import { requireKnown } from "./require-known";

interface ExportDeps extends ConnectionDeps {
  database: Database;
  clock: Clock;
  tokenService: Pick<TokenService, "wantedScopes">;
}

/** A file that is made while it is read. */
export interface ConnectionsExport {
  fileName: string;
  body: AsyncGenerator<string>;
}

const BATCH = 200;

/** What people read, then what programs and support ask for. Times are UTC. */
const COLUMNS = [
  "Company",
  "Provider",
  "Organisation",
  "Environment",
  "Status",
  "Since (UTC)",
  "What it means",
  "Next step",
  "Who acts",
  "Last read (UTC)",
  "Deadline (UTC)",
  "Connected (UTC)",
  "Disconnected (UTC)",
  "Company id",
  "Connection id",
  "Organisation id",
  "Access not granted",
  "Access no longer asked for",
  "Access that ends",
  "Ends on",
];

/**
 * Begins a file of one line a connection, by company: a status may change while the file is read, and its line would
 * come twice or not at all in that order. Its beginning and its end are audited.
 *
 * @param stillAllowed Asked before each batch; throws once the reader has lost the right, and the file ends there.
 * @param asked What was asked for, for the audit log.
 * @throws {CountersignError} `not_found` or `invalid_input` for ids that are no connection's.
 */
export async function exportConnections(
  deps: ExportDeps,
  filter: ConnectionFilter,
  { asked, stillAllowed }: { asked: string; stillAllowed: () => Promise<void> },
): Promise<ConnectionsExport> {
  if (filter.ids) await requireKnown(deps, filter.ids);
  const record = exportRecorder(deps, { operation: "connection.export", path: "/connections/export" });
  await record("success", `Began: ${asked}.`);
  return {
    fileName: `connections-${utcDay(deps.clock.nowMs())}.csv`,
    body: write(deps, filter, stillAllowed, record),
  };
}

async function* write(
  deps: ExportDeps,
  filter: ConnectionFilter,
  stillAllowed: () => Promise<void>,
  record: RecordExport,
): AsyncGenerator<string> {
  const wanted = deps.tokenService.wantedScopes();
  let rows = 0;
  let ended: [outcome: "success" | "failure", words: string] = ["failure", "The reader went away"];
  try {
    yield BYTE_ORDER_MARK + csv([COLUMNS]);
    for (let cursor: Cursor | undefined; ; ) {
      await stillAllowed();
      const page = await listConnections(deps, {
        ...filter,
        sort: "company",
        direction: "asc",
        cursor,
        size: BATCH,
      });
      if (page.rows.length > 0) yield csv(page.rows.map((view) => cellsOf(view, wanted)));
      rows += page.rows.length;
      if (!page.next) break;
      cursor = { ...page.next, towards: "next" };
    }
    ended = ["success", "Ended"];
  } catch (error) {
    const lost = isCode(error, "not_signed_in", "not_allowed");
    const why = error instanceof Error ? error.message : "unknown";
    ended = ["failure", lost ? "The reader lost the right to it" : why];
    throw error;
  } finally {
    await record(ended[0], `${ended[1]}: ${rows} rows.`);
  }
}

function cellsOf(view: ListedConnection, wanted: readonly WantedScopes[]): (string | null)[] {
  const { verdict } = view;
  const asked = wanted.find(({ connectionType }) => connectionType === view.connectionType);
  const drift = scopeDriftOf(view.scope, view.disconnectedAt ? undefined : asked);
  const minute = (at: Date | null | undefined) => (at ? utcMinute(at) : null);
  return [
    view.companyName,
    view.providerName,
    view.tenantName,
    view.environment,
    statusWords[verdict.status],
    minute(verdict.since),
    verdict.sentence,
    verdict.nextStep,
    verdict.owner && ownerWords[verdict.owner],
    minute(freshnessOf(view)?.at),
    minute(verdict.deadline?.at),
    minute(view.connectedAt),
    minute(view.disconnectedAt),
    view.companyId,
    view.id,
    view.tenantId,
    drift.missing.join(" "),
    drift.unwanted.join(" "),
    drift.ending.join(" "),
    drift.endsOn,
  ];
}
