import { ButtonLink } from "@/components/ui/button-link";
import { health } from "@/lib/health";
import { incidentsHref } from "../incidents/search-params";
import { incidentsInDays } from "../words";

const DAYS = 90;

/** The way to the outages of providers, whether or not one is going on. */
export async function IncidentsLink() {
  return (
    <ButtonLink href={incidentsHref()} className="print:hidden">
      {incidentsInDays(DAYS, await health().countIncidents(DAYS))}
    </ButtonLink>
  );
}
