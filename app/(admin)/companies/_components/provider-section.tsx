import { type ReactNode, useId } from "react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ConnectionDetail } from "@/lib/health";
import { EnvironmentMark } from "./environment-mark";

interface ProviderSectionProps {
  connection: ConnectionDetail;
  actions?: ReactNode;
  children: ReactNode;
}

/** All about a company's connection to one provider, under the provider's name. */
export function ProviderSection({ connection, actions, children }: ProviderSectionProps) {
  const titleId = useId();
  const { providerName, tenantName, environment, verdict } = connection;
  return (
    <section
      aria-labelledby={titleId}
      className="min-w-0 rounded-lg border border-border bg-surface p-4 sm:p-5"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 id={titleId} className="text-lg font-semibold">
              {providerName}
            </h2>
            {/* On a line of its own where the buttons may stand below: their place must not hang on its width. */}
            <span className="max-xl:basis-full">
              <StatusBadge status={verdict.status} />
            </span>
          </div>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted">
            <bdi className="wrap-anywhere">{tenantName}</bdi> <EnvironmentMark environment={environment} />
          </p>
        </div>
        {actions && <div className="flex flex-wrap gap-2 print:hidden">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
