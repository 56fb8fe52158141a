import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import {
  CONNECT_COMPANY,
  CONNECT_FIRST,
  CONNECT_FIRST_MORE,
  NONE_CONNECTED,
  NOTHING_YET,
  NOTHING_YET_MORE,
} from "./words";

/** Before the first company there is nothing to count. */
export function FirstStep({ mayConnect }: { mayConnect: boolean }) {
  return (
    <>
      <PageHeader title="Overview" sentence={NONE_CONNECTED} />
      <Card flush>
        {mayConnect ? (
          <EmptyState
            title={CONNECT_FIRST}
            action={
              <ButtonLink href="/connections/new" variant="primary">
                {CONNECT_COMPANY}
              </ButtonLink>
            }
          >
            {CONNECT_FIRST_MORE}
          </EmptyState>
        ) : (
          <EmptyState title={NOTHING_YET}>{NOTHING_YET_MORE}</EmptyState>
        )}
      </Card>
    </>
  );
}
