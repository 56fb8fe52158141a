import type { StatusTone } from "@/components/ui/status";
import type { Notification } from "@/lib/alerts";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";

interface NotificationWords {
  title: string;
  /** A sentence more, where there is one. */
  more?: string;
  tone: StatusTone;
  href: string;
}

/** What a line says, how it looks and where it leads. */
export function notificationWords(notification: Notification): NotificationWords {
  const { kind, event, subjectId } = notification;
  const isOver = event === "over";
  const provider = providerName(notification);
  if (kind === null) return noteWords(notification);
  if (kind === "provider_incident") {
    const href = `/health/incidents/${subjectId}`;
    return isOver
      ? { title: `${provider} works again`, tone: "working", href }
      : { title: `${provider} has trouble`, tone: "provider", href };
  }
  if (kind === "key_expiring" || kind === "ended_key_used") return keyWords(notification);
  if (kind === "endpoint_disabled") {
    return isOver
      ? { title: "A receiver is on again or removed", tone: "working", href: "/settings/alerts" }
      : { title: "A receiver was turned off", tone: "reconnect", href: "/settings/alerts" };
  }
  const title = `${nameOf(notification)} ${CONNECTION_WORDS[kind][isOver ? "over" : "began"]}`;
  const tone = isOver ? "working" : kind === "expiring_soon" ? "expiring" : "reconnect";
  return { title, more: provider, tone, href: connectionHref(notification) };
}

const CONNECTION_WORDS = {
  needs_reconnecting: { began: "needs reconnecting", over: "no longer needs reconnecting" },
  expiring_soon: { began: "expires soon", over: "no longer expires soon" },
} as const;

/** Only a person's own. */
function noteWords(notification: Notification): NotificationWords {
  const { note } = notification;
  const what = note?.isSnooze ? "Your snooze" : "Your note";
  const how = ENDS[note?.endedWhy ?? ""] ?? ENDS.over;
  return {
    title: `${nameOf(notification)}: ${how?.title}`,
    more: `${what} has ended: “${note?.reason}”.`,
    tone: how?.tone ?? "working",
    href: connectionHref(notification),
  };
}

const ENDS: Record<string, { title: string; tone: StatusTone }> = {
  over: { title: "the problem you took on is over", tone: "working" },
  time: { title: "your snooze is over, the problem is not", tone: "reconnect" },
  changed: { title: "the cause is another", tone: "reconnect" },
};

const KEY_ENDS = { revoked: "was revoked", expired: "has expired", later: "has a later expiry" } as const;

function keyWords({ kind, event, key }: Notification): NotificationWords {
  const href = "/settings/keys";
  const name = `API key “${key?.name ?? "unknown"}”`;
  if (event === "over")
    return { title: `${name} ${KEY_ENDS[key?.end ?? "later"]}`, tone: "disconnected", href };
  return kind === "ended_key_used"
    ? { title: `${name} is in use after its end`, tone: "reconnect", href }
    : { title: `${name} expires soon`, tone: "expiring", href };
}

const nameOf = ({ companyName }: Notification) => companyName ?? "A company";
const providerName = ({ connectionType }: Notification) =>
  connectionType ? providerOf(connectionType).displayName : "";
const connectionHref = ({ companyId, connectionType: provider }: Notification) =>
  companyPath(companyId, { provider });
