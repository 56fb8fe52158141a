import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

export default function ConnectionNotFound() {
  return (
    <Card>
      <h1 className="text-xl font-semibold">There is no such connection</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        The address may be mistyped. A connection keeps its address when it is disconnected or reconnected.
      </p>
      <ButtonLink href="/connections" variant="primary" className="mt-6">
        All connections
      </ButtonLink>
    </Card>
  );
}
