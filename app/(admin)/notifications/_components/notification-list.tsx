import clsx from "clsx";
import Link from "next/link";
import { type StatusTone, TONE_ICON } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Notification } from "@/lib/alerts";
import { notificationWords } from "../notification-words";

const INK: Record<StatusTone, string> = {
  working: "text-working",
  expiring: "text-expiring",
  reconnect: "text-reconnect",
  provider: "text-provider",
  disconnected: "text-disconnected",
};

export function NotificationList({ notifications }: { notifications: readonly Notification[] }) {
  return (
    <ul className="divide-y divide-border">
      {notifications.map((notification) => (
        <Line key={notification.id} notification={notification} />
      ))}
    </ul>
  );
}

function Line({ notification }: { notification: Notification }) {
  const { at, isUnread } = notification;
  const { title, more, tone, href } = notificationWords(notification);
  const Icon = TONE_ICON[tone];
  return (
    <li className="flex gap-3 px-4 py-2.5 sm:px-5">
      <Icon aria-hidden className={clsx("mt-1 size-4 shrink-0", INK[tone])} strokeWidth={2.5} />
      <div className="min-w-0 flex-1">
        <Link
          href={href}
          prefetch={false}
          data-list-link
          className={clsx(
            "inline-block min-h-6 rounded-sm wrap-anywhere hover:underline",
            isUnread ? "font-semibold" : "text-muted",
          )}
        >
          {title}
        </Link>
        {more && <p className="text-sm text-muted wrap-anywhere">{more}</p>}
        <p className="text-xs text-muted sm:hidden">
          <Time at={at} />
        </p>
      </div>
      {/* The place is kept, so that nothing moves once all is read. */}
      <span className="w-12 shrink-0 text-right text-xs">
        {isUnread && (
          <span className="rounded-full bg-provider-tint px-2 py-0.5 font-medium text-provider">New</span>
        )}
      </span>
      <p className="shrink-0 text-sm text-muted max-sm:hidden">
        <Time at={at} />
      </p>
    </li>
  );
}
