import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

export default function IncidentNotFound() {
  return (
    <Card>
      <h1 className="text-xl font-semibold">There is no such incident</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        The address may be mistyped. An incident keeps its address after it is over.
      </p>
      <ButtonLink href="/health/incidents" variant="primary" className="mt-6">
        All incidents
      </ButtonLink>
    </Card>
  );
}
