import type { Alert, Narrowed } from "@/lib/db";
import type { ErrorOwner } from "@/lib/errors";

export type AlertKind =
  | "needs_reconnecting"
  | "expiring_soon"
  | "provider_incident"
  | "key_expiring"
  | "ended_key_used"
  | "endpoint_disabled"
  | "provider_addresses";
export type AlertEvent = "raised" | "recovered" | "test";

/** What a message says, to people in an e-mail and to machines in a webhook. Holds nothing secret. */
export interface AlertPayload {
  type: `alert.${AlertEvent}`;
  /** When it was decided to tell, ISO 8601. */
  timestamp: string;
  data: {
    /** The same in both messages of one problem; null in a test. */
    alertId: string | null;
    kind: AlertKind | null;
    title: string;
    /** What it is and what it means. */
    sentence: string;
    /** What to do, and who; empty when nothing is. */
    nextStep: string;
    /** Who must act; null when nobody need. */
    owner: ErrorOwner | null;
    /** Where to look and act. */
    url: string;
    provider: { id: string; name: string } | null;
    company: { id: string; name: string } | null;
    organisation: string | null;
    /** How many companies an incident touched so far. */
    companies: number | null;
    since: string | null;
    /** When the connection ends unless somebody acts. */
    deadline: string | null;
    raisedAt: string | null;
    endedAt: string | null;
  };
}

/** The columns of an alert that its payload repeats. */
export type AlertRow = Pick<
  Narrowed<Alert, { kind: AlertKind }>,
  "id" | "kind" | "subjectId" | "companyId" | "connectionType" | "raisedAt" | "endedAt"
>;

type Words = Pick<AlertPayload["data"], "title" | "sentence" | "nextStep" | "owner">;
type Circumstances = Omit<
  AlertPayload["data"],
  keyof Words | "alertId" | "kind" | "raisedAt" | "endedAt" | "since" | "deadline"
> & { since: Date | null; deadline: Date | null };

export function payloadOf(
  alert: AlertRow,
  event: "raised" | "recovered",
  words: Words,
  circumstances: Circumstances,
): AlertPayload {
  const { since, deadline, url, ...rest } = circumstances;
  const { raisedAt, endedAt } = alert;
  return {
    type: `alert.${event}`,
    timestamp: (endedAt ?? raisedAt).toISOString(),
    data: {
      alertId: alert.id,
      kind: alert.kind,
      ...words,
      url,
      ...rest,
      since: since?.toISOString() ?? null,
      deadline: deadline?.toISOString() ?? null,
      raisedAt: raisedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    },
  };
}

/** What a person sends to see whether a channel works. */
export function testPayload(appUrl: string, at: Date): AlertPayload {
  return {
    type: "alert.test",
    timestamp: at.toISOString(),
    data: {
      alertId: null,
      kind: null,
      title: "Countersign's alerts arrive here",
      sentence: "This is a test sent from the settings page. No connection is affected.",
      nextStep: "",
      owner: null,
      url: `${appUrl}/settings`,
      provider: null,
      company: null,
      organisation: null,
      companies: null,
      since: null,
      deadline: null,
      raisedAt: null,
      endedAt: null,
    },
  };
}
