import { exportRecorder, type RecordExport } from "@/lib/audit/record";
import { CountersignError, isCode } from "@/lib/errors";
import { BYTE_ORDER_MARK, csv } from "@/lib/text/csv";
import { utcDay } from "@/lib/time/utc-day";
import { utcMinute } from "@/lib/time/utc-minute";
import { providerOf } from "@/lib/token";
import type { BulkDeps } from "../deps";
import { partStateWords } from "../part-words";
import { listParts, type PartPlace, type PartView } from "./list-parts";
import { findOperation } from "./operation-view";

const BATCH = 500;
const COLUMNS = [
  "Company",
  "Provider",
  "Result",
  "What came of it",
  "At (UTC)",
  "Company id",
  "Connection id",
];

/**
 * Begins a file of one line a part, failures first. Its beginning and its end are audited.
 *
 * @param stillAllowed Asked before each batch; throws once the reader has lost the right.
 * @throws {CountersignError} `not_found`
 */
export async function exportResult(
  deps: Pick<BulkDeps, "database" | "clock">,
  id: string,
  stillAllowed: () => Promise<void>,
): Promise<{ fileName: string; body: AsyncGenerator<string> }> {
  const operation = await findOperation(deps, id);
  if (!operation) throw new CountersignError("not_found", "There is no such operation.");
  const record = exportRecorder(deps, { operation: "connection.export", path: `/operations/${id}/csv` });
  await record("success", "Began.");
  const { kind, createdAt } = operation;
  return {
    fileName: `${kind}-${utcDay(createdAt)}-${id.slice(-6)}.csv`,
    body: write(deps, id, stillAllowed, record),
  };
}

async function* write(
  deps: Pick<BulkDeps, "database" | "clock">,
  operationId: string,
  stillAllowed: () => Promise<void>,
  record: RecordExport,
): AsyncGenerator<string> {
  let rows = 0;
  let ended: [outcome: "success" | "failure", words: string] = ["failure", "The reader went away"];
  try {
    yield BYTE_ORDER_MARK + csv([COLUMNS]);
    for (let after: PartPlace | undefined; ; ) {
      await stillAllowed();
      const { parts, next } = await listParts(deps, { operationId, after, size: BATCH });
      if (parts.length > 0) yield csv(parts.map(cellsOf));
      rows += parts.length;
      if (!next) break;
      after = next;
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

function cellsOf(part: PartView): (string | null)[] {
  const { name, connectionType, state, words, finishedAt, companyId, connectionId } = part;
  return [
    name,
    connectionType && providerOf(connectionType).displayName,
    partStateWords[state],
    words,
    finishedAt && utcMinute(finishedAt),
    companyId,
    connectionId,
  ];
}
