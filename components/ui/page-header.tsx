import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** The page's verdict in one sentence. */
  sentence?: ReactNode;
  actions?: ReactNode;
  breadcrumb?: ReactNode;
  /** Beside the title, such as a status badge. */
  badge?: ReactNode;
}

export function PageHeader({ title, sentence, actions, breadcrumb, badge }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {breadcrumb}
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {badge}
          </div>
          {sentence && <p className="mt-1 max-w-[75ch] text-muted">{sentence}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
