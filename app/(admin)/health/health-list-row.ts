import type { DayBarsProps } from "@/components/ui/day-bars";
import {
  type BlameByOwner,
  type ConnectionHealth,
  type Deadline,
  daysUntil,
  errorOwners,
  type Freshness,
  type StatusName,
} from "@/lib/health";
import { spanWords } from "@/lib/time/span-words";
import { dayBarsOf } from "./day-words";

const NEEDS_NO_WORDS = new Set<StatusName>(["working", "disconnected"]);

/** What one line of the health list shows, ready for the browser. */
export interface HealthListRow {
  id: string;
  companyId: string;
  connectionType: string;
  companyName: string;
  providerName: string;
  tenantName: string;
  status: StatusName;
  since: Date | null;
  /** Who acts; empty while all is well. */
  nextStep: string;
  bars: Omit<DayBarsProps, "className">;
  deadline: (Deadline & { daysLeft: number }) | null;
  freshness: Freshness | null;
  /** Interruptions of the days shown, one line for each who was to blame. */
  blame: string[];
}

export function healthRowOf(health: ConnectionHealth, nowMs: number): HealthListRow {
  const { id, companyId, connectionType, companyName, providerName, tenantName, verdict, freshness } = health;
  const { status, since, nextStep, deadline } = verdict;
  const daysLeft = deadline ? daysUntil(deadline.at, nowMs) : 0;
  return {
    id,
    companyId,
    connectionType,
    companyName,
    providerName,
    tenantName,
    status,
    since,
    nextStep: NEEDS_NO_WORDS.has(status) ? "" : nextStep,
    bars: dayBarsOf(health),
    deadline: deadline && { ...deadline, daysLeft },
    freshness,
    blame: blameLines(health.blame),
  };
}

const OWNERS = { us: "Us", provider: "Provider", customer: "Customer" } as const;

/** "Customer 1 day 2 h in 3 times" */
export function blameLines(blame: BlameByOwner): string[] {
  return errorOwners.flatMap((owner) => {
    const { count, ms } = blame[owner];
    if (count === 0) return [];
    return [`${OWNERS[owner]} ${spanWords(ms)}${count === 1 ? "" : ` in ${count} times`}`];
  });
}
