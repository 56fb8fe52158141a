import { SubmitButton } from "@/components/ui/submit-button";
import type { CampaignCounts } from "@/lib/bulk";
import { remindCustomers } from "../../actions";
import { CAMPAIGN, CAMPAIGN_TERMS, remindOpen } from "../../words";

const TERMS = Object.entries(CAMPAIGN_TERMS) as [keyof typeof CAMPAIGN_TERMS, string][];

interface CampaignProps {
  id: string;
  counts: CampaignCounts;
  mayRemind: boolean;
}

/** How far the customers of a sending have come, and a reminder for those who have not. */
export function Campaign({ id, counts, mayRemind }: CampaignProps) {
  return (
    <section aria-label={CAMPAIGN} className="mb-4 rounded-lg border border-border bg-surface p-4 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-8 gap-y-3">
        <dl className="grid flex-1 grid-cols-2 gap-x-8 gap-y-3 sm:flex sm:flex-wrap">
          {TERMS.map(([key, term]) => (
            <div key={key}>
              <dt className="text-sm text-muted">{term}</dt>
              <dd className="text-lg font-semibold tabular-nums">{counts[key].toLocaleString("en")}</dd>
            </div>
          ))}
        </dl>
        {mayRemind && counts.open > 0 && (
          <form action={remindCustomers}>
            <input type="hidden" name="operationId" value={id} />
            <SubmitButton variant="secondary">{remindOpen(counts.open)}</SubmitButton>
          </form>
        )}
      </div>
    </section>
  );
}
