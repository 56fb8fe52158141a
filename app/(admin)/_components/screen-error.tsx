"use client";

import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { UNREAD_WHY } from "./words";

export interface ScreenErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What every screen shows in place of itself when it could not be read. */
export function ScreenError({ error, retry, title }: ScreenErrorProps & { title: string }) {
  return (
    <Card>
      <ErrorState level={1} title={title} onRetry={retry} reference={error.digest}>
        {UNREAD_WHY}
      </ErrorState>
    </Card>
  );
}
