import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { Incident } from "@/lib/health";
import { sinceWords, whoActs } from "../health/incidents/incident-words";
import { incidentEffect } from "../health/words";
import { WHO_IS_AFFECTED } from "./words";

/** The outages of providers that are going on, each told once for all the companies it touches. */
export function IncidentBanners({ incidents }: { incidents: readonly Incident[] }) {
  return incidents.map((incident) => <IncidentBanner key={incident.id} incident={incident} />);
}

function IncidentBanner({ incident }: { incident: Incident }) {
  const { id, owner, startedAt, companies, message } = incident;
  return (
    <Banner
      tone={owner === "us" ? "reconnect" : "provider"}
      className="mb-6"
      title={<Sentence parts={sinceWords(incident, <Time at={startedAt} />)} />}
      action={
        <ButtonLink href={`/health/incidents/${id}`} size="sm">
          {WHO_IS_AFFECTED}
        </ButtonLink>
      }
    >
      {message} {incidentEffect(companies)} {whoActs(incident)}
    </Banner>
  );
}
