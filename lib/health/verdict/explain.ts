import { providerOf } from "@/lib/token";
import type { ConnectionDetail } from "../connections/connection-detail";
import type { Trouble } from "../history/last-trouble";
import { type CauseContext, causeWords } from "./cause-words";
import type { Explanation, Traces } from "./explanation";
import { ticketText } from "./ticket-text";

/**
 * Puts together what is known of a connection's newest trouble.
 *
 * @param trouble The segment from `findLastTrouble`. @param traces Of the same time.
 */
export function explain(
  connection: ConnectionDetail,
  trouble: Trouble,
  { attempts, ending }: Traces,
  nowMs: number,
): Explanation {
  const { connectionType, providerName, verdict, lastHealthyAt, issuedAt } = connection;
  const { consentedBy, referenceHeader } = providerOf(connectionType);
  const broken = trouble.lasts;
  const lastError =
    trouble.message ?? (broken ? (connection.healthMessage ?? connection.lastErrorMessage) : null);
  const context: CauseContext = {
    providerName,
    consentedBy,
    message: lastError,
  };
  const cause = trouble.cause ?? "reconnect_required";
  const explanation = {
    ...causeWords(cause, context),
    broken,
    owner: trouble.owner ?? "us",
    sinceMs: trouble.fromMs,
    untilMs: broken ? null : trouble.toMs,
    endedBy: broken ? null : ending,
    lastError,
    providerRef: trouble.providerRef ?? (broken ? (connection.healthRef ?? connection.lastErrorRef) : null),
    referenceName: referenceHeader,
    lastRefreshAt: issuedAt,
    lastGoodAt: lastHealthyAt,
    consent: { by: connection.connectedByName, at: connection.connectedAt },
    attempts,
    nextStep: broken ? verdict.nextStep : "",
  };
  return { ...explanation, ticket: ticketText(connection, cause, explanation, nowMs) };
}
