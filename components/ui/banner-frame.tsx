import clsx from "clsx";
import type { ReactNode } from "react";

export interface BannerTexts {
  title: ReactNode;
  /** What it means and who acts. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

interface BannerFrameProps extends BannerTexts {
  role: "status" | "alert";
  /** Classes of border and ground. */
  box: string;
  /** Class of the icon's and the title's colour. */
  ink: string;
  icon: (className: string) => ReactNode;
}

/** What a banner and an alert have in common; it brings no icons along. */
export function BannerFrame({ role, box, ink, icon, title, children, action, className }: BannerFrameProps) {
  return (
    <div
      role={role}
      className={clsx(
        "flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border px-4 py-3",
        box,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        {icon(clsx("mt-0.5 size-4 shrink-0", ink))}
        <div className="min-w-0">
          <p className={clsx("font-semibold", ink)}>{title}</p>
          {children && <div className="mt-0.5 max-w-[80ch]">{children}</div>}
        </div>
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
