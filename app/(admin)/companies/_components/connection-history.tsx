import { Card } from "@/components/ui/card";
import { DayBars } from "@/components/ui/day-bars";
import type { ConnectionDetail } from "@/lib/health";
import { dayBarsOf } from "../../health/day-words";
import { blameLines } from "../../health/health-list-row";
import { loadHistory } from "../load-history";
import { EVERY_CHANGE, lastDays } from "../words";
import { DayTable } from "./day-table";
import { Notes } from "./notes";
import { Outages } from "./outages";
import { Timeline } from "./timeline";
import { WhyBroken } from "./why-broken";

interface ConnectionHistoryProps {
  connection: ConnectionDetail;
  /** The page this stands on: its events' addresses are below it. */
  path: string;
  /** The event to begin with. */
  eventName: string | undefined;
  mayReadAudit: boolean;
}

/** A connection's past: its days, why it broke last, outages, and every change. */
export async function ConnectionHistory(props: ConnectionHistoryProps) {
  const { connection, path, eventName, mayReadAudit } = props;
  const { health, timeline, explanation, outages, notes } = await loadHistory(connection, eventName);
  const { connectionType, providerName, tenantName } = connection;
  const blame = blameLines(health.blame);
  const down = blame.length > 0 ? `Down: ${blame.join("; ").toLowerCase()}.` : "Not interrupted.";
  return (
    <div className="flex flex-col gap-6">
      <Card
        title={lastDays(providerName, health.days.length)}
        sentence={
          <>
            <bdi>{tenantName}</bdi>. {down}
          </>
        }
      >
        <DayBars {...dayBarsOf(health)} />
        <DayTable health={health} />
      </Card>
      {explanation && (
        <Card>
          <WhyBroken explanation={explanation} providerName={providerName} />
        </Card>
      )}
      {outages.length > 0 && <Outages outages={outages} providerName={providerName} />}
      {notes.length > 0 && <Notes notes={notes} providerName={providerName} />}
      <div id={`timeline-${connectionType}`} className="min-w-0 scroll-mt-16">
        <Card title={`${providerName} timeline`} sentence={EVERY_CHANGE} flush>
          <div className="border-t border-border">
            <Timeline {...{ timeline, connection, path, mayReadAudit }} />
          </div>
        </Card>
      </div>
    </div>
  );
}
