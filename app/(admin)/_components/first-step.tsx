import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** Before the first company there is nothing to count. */
export function FirstStep({ mayConnect }: { mayConnect: boolean }) {
  return (
    <>
      <PageHeader title="Overview" sentence="No company is connected yet." />
      <Card flush>
        {mayConnect ? (
          <EmptyState
            title="Connect the first company"
            action={
              <ButtonLink href="/connections/new" variant="primary">
                Connect a company
              </ButtonLink>
            }
          >
            Pick a company, pick QuickBooks or Xero, approve there. Its status then shows here.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing to see yet">
            An admin connects companies to QuickBooks or Xero. Their status then shows here.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
