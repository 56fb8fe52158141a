import clsx from "clsx";
import type { ReactNode } from "react";
import { type StatusTone, TONE_ICON } from "./status";

const LOOKS = {
  working: { box: "border-working/35 bg-working-tint", ink: "text-working" },
  expiring: { box: "border-expiring/35 bg-expiring-tint", ink: "text-expiring" },
  reconnect: { box: "border-reconnect/35 bg-reconnect-tint", ink: "text-reconnect" },
  provider: { box: "border-provider/35 bg-provider-tint", ink: "text-provider" },
  disconnected: { box: "border-disconnected/35 bg-disconnected-tint", ink: "text-disconnected" },
} as const;

interface BannerProps {
  tone: StatusTone;
  title: ReactNode;
  /** What it means and who acts. */
  children?: ReactNode;
  action?: ReactNode;
  /** `alert` interrupts a screen reader: only for what just failed. */
  role?: "status" | "alert";
  className?: string;
}

export function Banner({ tone, title, children, action, role = "status", className }: BannerProps) {
  const Icon = TONE_ICON[tone];
  return (
    <div
      role={role}
      className={clsx(
        "flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border px-4 py-3",
        LOOKS[tone].box,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", LOOKS[tone].ink)} strokeWidth={2.5} />
        <div className="min-w-0">
          <p className={clsx("font-semibold", LOOKS[tone].ink)}>{title}</p>
          {children && <div className="mt-0.5 max-w-[80ch]">{children}</div>}
        </div>
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
