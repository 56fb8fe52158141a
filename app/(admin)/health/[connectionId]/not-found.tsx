import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

export default function ConnectionHealthNotFound() {
  return (
    <Card>
      <h1 className="text-xl font-semibold">There is no such connection</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        The address may be mistyped. A connection keeps its address when it is disconnected or reconnected.
      </p>
      <ButtonLink href="/health" variant="primary" className="mt-6">
        Health of all
      </ButtonLink>
    </Card>
  );
}
