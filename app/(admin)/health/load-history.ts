import { audit, operationWords } from "@/lib/audit";
import {
  type ConnectionDetail,
  type ConnectionHealth,
  type Explanation,
  explain,
  health,
  type Operation,
  type Timeline,
  type TouchedOutage,
  type Trouble,
} from "@/lib/health";
import { serverNowMs } from "@/lib/server-clock";
import { shownName } from "@/lib/shown-text";

interface History {
  health: ConnectionHealth;
  timeline: Timeline;
  /** Undefined where nothing ever broke. */
  explanation: Explanation | undefined;
  /** The newest outages of its provider that touched it. */
  outages: TouchedOutage[];
}

const EVENT_ID = /^[\w-]{1,100}$/;

/** All of a connection's past that its pages show. */
export async function loadHistory(
  connection: ConnectionDetail,
  eventId: string | undefined,
): Promise<History> {
  const from = eventId && EVENT_ID.test(eventId) ? eventId : undefined;
  const [past, timeline, explanation, incidents] = await Promise.all([
    health().healthOf(connection),
    health().readTimeline(connection, from),
    health()
      .findLastTrouble(connection)
      .then((trouble) => trouble && explained(connection, trouble)),
    health().incidentsOf(connection.companyId),
  ]);
  const outages = incidents.filter(({ connectionType }) => connectionType === connection.connectionType);
  return { health: past, timeline, explanation, outages };
}

async function explained(connection: ConnectionDetail, trouble: Trouble): Promise<Explanation> {
  const { companyId, connectionType } = connection;
  const { fromMs, toMs } = trouble;
  const [attempts, operation] = await Promise.all([
    audit().countAttempts({ companyId, connectionType, fromMs, toMs }),
    audit().findOperationAt({ companyId, connectionType, atMs: toMs }),
  ]);
  return explain(
    connection,
    trouble,
    { attempts, ending: operation ? operationOf(operation) : null },
    serverNowMs(),
  );
}

function operationOf({ operation, actorName }: { operation: string; actorName: string }): Operation {
  return { words: operationWords(operation), by: shownName(actorName) };
}
