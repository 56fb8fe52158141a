"use client";

import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";

export interface ScreenErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What every screen shows in place of itself when it could not be read. */
export function ScreenError({ error, retry, title }: ScreenErrorProps & { title: string }) {
  return (
    <Card>
      <ErrorState level={1} title={title} onRetry={retry} reference={error.digest}>
        The fault is on our side, not with your companies or their accounting systems; nothing was changed and
        no connection was lost. Try again; if it stays, give the reference to your Countersign operator.
      </ErrorState>
    </Card>
  );
}
