import clsx from "clsx";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DayBars } from "@/components/ui/day-bars";
import type { ConnectionDetail } from "@/lib/health";
import { dayBarsOf } from "../day-words";
import { blameLines } from "../health-list-row";
import { loadHistory } from "../load-history";
import { DayTable } from "./day-table";
import { Outages } from "./outages";
import { Timeline } from "./timeline";
import { WhyBroken } from "./why-broken";

interface ConnectionHistoryProps {
  connection: ConnectionDetail;
  /** The page this stands on: its events' addresses are below it. */
  path: string;
  /** The timeline's event to begin with. */
  eventId: string | undefined;
  mayReadAudit: boolean;
  /** Stands beside the reasons. */
  aside?: ReactNode;
}

/** A connection's past, the same on its own page and on its health page. */
export async function ConnectionHistory(props: ConnectionHistoryProps) {
  const { connection, path, eventId, mayReadAudit, aside } = props;
  const { health, timeline, explanation, outages } = await loadHistory(connection, eventId);
  const blame = blameLines(health.blame);
  return (
    <div className="flex flex-col gap-6">
      <Card
        title={`Last ${health.days.length} days`}
        sentence={
          blame.length > 0
            ? `Whose fault its interruptions were: ${blame.join("; ").toLowerCase()}.`
            : "Not interrupted."
        }
      >
        <DayBars {...dayBarsOf(health)} />
        <DayTable health={health} />
      </Card>
      <div className={clsx("grid items-start gap-6", aside && "lg:grid-cols-2")}>
        <WhyBroken explanation={explanation} />
        {aside}
      </div>
      {outages.length > 0 && <Outages outages={outages} />}
      <div id="timeline" className="min-w-0">
        <Card title="Timeline" sentence="Every change of its state, newest first." flush>
          <div className="border-t border-border">
            <Timeline {...{ timeline, connection, path, mayReadAudit }} />
          </div>
        </Card>
      </div>
    </div>
  );
}
