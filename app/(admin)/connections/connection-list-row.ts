import { type ConnectionView, type Deadline, daysUntil, type StatusName } from "@/lib/health";
import { providerOf } from "@/lib/token";
import { isOffered } from "./is-offered";

/** Their badge says it all. */
const NEEDS_NO_WORDS = new Set<StatusName>(["working", "disconnected"]);

/** What one line of the list shows, ready for the browser. */
export interface ConnectionListRow {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  providerName: string;
  tenantName: string;
  environment: string;
  status: StatusName;
  since: Date | null;
  /** Effect and who acts; empty while all is well. */
  explanation: string;
  lastHealthyAt: Date | null;
  deadline: (Deadline & { daysLeft: number }) | null;
  /** What this person can do about it, right here. */
  remedy: { kind: "reconnect" } | { kind: "connect"; provider: string } | null;
}

export function listRowOf(
  view: ConnectionView,
  { nowMs, mayReconnect }: { nowMs: number; mayReconnect: boolean },
): ConnectionListRow {
  const { id, companyId, companyName, connectionType, tenantName, environment, lastHealthyAt, verdict } =
    view;
  const { status, since, sentence, nextStep, deadline } = verdict;
  const daysLeft = deadline ? daysUntil(deadline.at, nowMs) : 0;
  return {
    id,
    companyId,
    connectionType,
    companyName,
    providerName: providerOf(connectionType).shortName,
    tenantName,
    environment,
    status,
    since,
    explanation: NEEDS_NO_WORDS.has(status) ? "" : [sentence, nextStep].filter(Boolean).join(" "),
    lastHealthyAt,
    deadline: deadline && { ...deadline, daysLeft },
    remedy: mayReconnect && isOffered(connectionType) ? remedyOf(view) : null,
  };
}

function remedyOf({ verdict, connectionType }: ConnectionView): ConnectionListRow["remedy"] {
  if (verdict.status === "disconnected") return { kind: "connect", provider: connectionType };
  return verdict.consentHelps ? { kind: "reconnect" } : null;
}
