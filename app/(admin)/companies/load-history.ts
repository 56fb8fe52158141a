import { audit, operationWords } from "@/lib/audit";
import {
  type ConnectionDetail,
  type ConnectionHealth,
  type Explanation,
  explain,
  health,
  type Operation,
  type PastNote,
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
  /** The newest acknowledgements and snoozes. */
  notes: PastNote[];
}

const EVENT_ID = /^[\w-]{1,100}$/;

/** An event as the page's address names it: a provider may share the page with another. */
export const eventKey = (connectionType: string, eventId: string) => `${connectionType}-${eventId}`;

/**
 * All of a connection's past that its timeline shows.
 *
 * @param eventName The event to begin with, as `eventKey` names it; another provider's begins with the newest.
 */
export async function loadHistory(
  connection: ConnectionDetail,
  eventName: string | undefined,
): Promise<History> {
  const prefix = eventKey(connection.connectionType, "");
  const eventId = eventName?.startsWith(prefix) ? eventName.slice(prefix.length) : "";
  const from = EVENT_ID.test(eventId) ? eventId : undefined;
  const [past, timeline, explanation, incidents, notes] = await Promise.all([
    health().healthOf(connection),
    health().readTimeline(connection, from),
    loadExplanation(connection),
    health().incidentsOf(connection.companyId),
    health().notesOf(connection.id),
  ]);
  const outages = incidents.filter(({ connectionType }) => connectionType === connection.connectionType);
  return { health: past, timeline, explanation, outages, notes };
}

/** @returns Undefined where nothing ever broke. */
export async function loadExplanation(connection: ConnectionDetail): Promise<Explanation | undefined> {
  const trouble = await health().findLastTrouble(connection);
  return trouble && explained(connection, trouble);
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
