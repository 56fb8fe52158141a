import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { TouchedOutage } from "@/lib/health";
import { incidentTitle } from "../../health/incidents/incident-words";
import { OUTAGES_SENTENCE } from "../words";

/** The provider's outages that this connection was drawn into, each with a page of its own. */
export function Outages({
  outages,
  providerName,
}: {
  outages: readonly TouchedOutage[];
  providerName: string;
}) {
  return (
    <Card title={`${providerName} outages`} sentence={OUTAGES_SENTENCE}>
      <ul className="flex flex-col gap-1">
        {outages.map((outage) => (
          <li key={outage.id}>
            <Link
              href={`/health/incidents/${outage.id}`}
              prefetch={false}
              className="inline-block min-h-6 rounded-sm font-medium underline underline-offset-2"
            >
              {incidentTitle(outage)}
            </Link>{" "}
            <span className="text-muted">
              from <Time at={outage.affectedAt} />{" "}
              {outage.recoveredAt ? (
                <>
                  to <Time at={outage.recoveredAt} />
                </>
              ) : (
                "until now"
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
