import clsx from "clsx";
import type { ReactNode } from "react";
import { AlertShape } from "./alert-shape";
import { Button, buttonClass } from "./button";

interface ErrorStateProps {
  title: string;
  /** What happened, whose it is to mend, and that nothing was lost. */
  children?: ReactNode;
  onRetry?: () => void;
  /** Retry as a plain link, for server-rendered places. */
  retryHref?: string;
  /** The request id or digest that finds this failure in the log. */
  reference?: string;
  action?: ReactNode;
  level?: 1 | 2;
  className?: string;
}

export function ErrorState(props: ErrorStateProps) {
  const { title, children, onRetry, retryHref, reference, action, level = 2, className } = props;
  const Heading = `h${level}` as const;
  return (
    <div role="alert" className={clsx("flex gap-3", className)}>
      <AlertShape shape="triangle" className="mt-0.5 size-5 shrink-0 text-reconnect" />
      <div className="min-w-0">
        <Heading className="text-lg font-semibold">{title}</Heading>
        {children && <div className="mt-1 max-w-[70ch] text-muted">{children}</div>}
        {(onRetry || retryHref || action) && (
          <div className="mt-4 flex flex-wrap gap-2">
            {onRetry && <Button onClick={onRetry}>Try again</Button>}
            {retryHref && (
              <a href={retryHref} className={buttonClass({})}>
                Try again
              </a>
            )}
            {action}
          </div>
        )}
        {reference && (
          <p className="mt-4 text-sm text-muted">
            Reference <code className="font-mono text-mono text-text select-all">{reference}</code>
          </p>
        )}
      </div>
    </div>
  );
}
