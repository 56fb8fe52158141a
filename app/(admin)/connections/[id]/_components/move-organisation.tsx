import ChevronRight from "lucide-react/icons/chevron-right";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { ConnectionDetail } from "@/lib/health";
import { startMove } from "../../actions";

/** A deliberate change of organisation, kept apart from Reconnect so that nobody makes it by mistake. */
export function MoveOrganisation({ connection }: { connection: ConnectionDetail }) {
  const { id, companyName, tenantName, providerName } = connection;
  return (
    <Card className="mt-6">
      <details className="group">
        <summary className="-mx-2 flex min-h-8 items-center gap-2 rounded px-2 font-medium hover:bg-hover">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
          />
          Connect a different organisation
        </summary>
        <form action={startMove} className="mt-4 flex max-w-xl flex-col items-start gap-4">
          <p className="text-muted">
            {companyName} leaves {tenantName}, and its data comes from the organisation you choose at{" "}
            {providerName}. Until that consent is verified, {tenantName} stays connected.
          </p>
          <input type="hidden" name="connectionId" value={id} />
          <input type="hidden" name="returnTo" value={`/connections/${id}`} />
          <div className="w-full">
            <Textarea
              label="Reason"
              name="reason"
              hint="Kept in the audit log."
              required
              minLength={5}
              maxLength={500}
              rows={3}
            />
          </div>
          <SubmitButton variant="secondary">Choose another organisation</SubmitButton>
        </form>
      </details>
    </Card>
  );
}
