import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { health } from "@/lib/health";
import { companyPath } from "@/lib/text/company-path";
import { driftBriefly, firstEnd } from "../../../connections/drift-words";
import { driftFilter, listHref } from "../../../connections/search-params";
import { ACCESS_ENDS_SENTENCE, accessEndsOn, allThatEnd } from "../../words";

const SHOWN = 20;

/** Broad scopes that a provider takes back on a day, however far ahead, and who must consent again before it. */
export async function AccessEnds({ linked }: { linked: boolean }) {
  const drift = driftFilter("ending");
  const end = drift && firstEnd(drift.wanted);
  if (!end) return null;
  const page = await health().listConnections({ drift, sort: "company", direction: "asc", size: SHOWN });
  if (page.rows.length === 0) return null;
  const { ending } = await health().countDrift(drift.wanted);
  return (
    <Card
      className="mt-4"
      title={<Sentence parts={accessEndsOn(end.providerName, <Time at={end.at} dateOnly utc />)} />}
      sentence={ACCESS_ENDS_SENTENCE}
      flush
      actions={
        linked && (
          <Link
            href={listHref({ scopes: "ending" })}
            prefetch={false}
            className="py-1 underline underline-offset-2"
          >
            {allThatEnd(ending)}
          </Link>
        )
      }
    >
      <ul className="divide-y divide-border border-t border-border">
        {page.rows.map((view) => (
          <li key={view.id} className="flex flex-wrap gap-x-6 gap-y-0.5 px-4 py-2.5 sm:px-5">
            <p className="min-w-0 flex-1 basis-64">
              <Link
                href={companyPath(view.companyId, { provider: view.connectionType })}
                prefetch={false}
                data-list-link
                className="inline-block min-h-6 rounded-sm font-medium hover:underline"
              >
                {view.companyName}
              </Link>{" "}
              <span className="text-muted">
                {view.providerName}, {view.tenantName}
              </span>
            </p>
            <p className="min-w-0 flex-1 basis-64 text-muted">{driftBriefly(view, drift)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
