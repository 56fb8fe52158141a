import clsx from "clsx";
import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** The page's verdict in one sentence. */
  sentence?: ReactNode;
  actions?: ReactNode;
  breadcrumb?: ReactNode;
  /** Beside the title, such as a status badge. */
  badge?: ReactNode;
  /** The sentence beside the title: for lists, whose rows need the height. */
  inline?: boolean;
}

export function PageHeader({ title, sentence, actions, breadcrumb, badge, inline }: PageHeaderProps) {
  return (
    <header className={inline ? "mb-2.5" : "mb-6"}>
      {breadcrumb}
      <div
        className={clsx(
          "flex flex-wrap justify-between gap-x-8",
          inline ? "items-center gap-y-2" : "items-start gap-y-4",
        )}
      >
        <div
          className={clsx(
            "min-w-0 flex-1 basis-72",
            inline && "flex flex-wrap items-baseline gap-x-4 gap-y-1",
          )}
        >
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {badge}
          </div>
          {sentence && (
            <p className={clsx("max-w-[75ch] text-muted", inline ? "min-w-0 flex-1 basis-72" : "mt-1")}>
              {sentence}
            </p>
          )}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
