import { audit, type Figure } from "@/lib/audit";
import { type DailyStatus, health } from "@/lib/health";

const DAYS = 30;
const HOURS = 24;

/** What the overview draws. A job keeps it: see lib/audit/figures. */
export interface OverviewFigures {
  /** Those that have ended and are counted, oldest first. */
  days: DailyStatus[];
  refreshesByDay: Figure[];
  vendsByHour: Figure[];
}

export async function loadFigures(): Promise<OverviewFigures> {
  const [days, refreshesByDay, vendsByHour] = await Promise.all([
    health().readDailyStatuses(DAYS - 1),
    audit().readFigures({ operation: "token.refresh", per: "day", last: DAYS }),
    audit().readFigures({ operation: "token.vend", per: "hour", last: HOURS }),
  ]);
  return { days, refreshesByDay, vendsByHour };
}
