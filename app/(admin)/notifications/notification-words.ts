import type { StatusTone } from "@/components/ui/status";
import type { Notification } from "@/lib/alerts";
import { companyPath } from "@/lib/text/company-path";
import { providerOf } from "@/lib/token";
import {
  addressesDiffer,
  addressesSettled,
  CONNECTION_WORDS,
  hasTrouble,
  KEY_ENDS,
  keyExpiring,
  keyInUse,
  keyNamed,
  NOTE_ENDS,
  noteEnded,
  RECEIVER_OFF,
  RECEIVER_ON,
  worksAgain,
} from "./words";

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
      ? { title: worksAgain(provider), tone: "working", href }
      : { title: hasTrouble(provider), tone: "provider", href };
  }
  if (kind === "key_expiring" || kind === "ended_key_used") return keyWords(notification);
  if (kind === "endpoint_disabled") {
    return isOver
      ? { title: RECEIVER_ON, tone: "working", href: "/settings/alerts" }
      : { title: RECEIVER_OFF, tone: "reconnect", href: "/settings/alerts" };
  }
  if (kind === "provider_addresses") {
    const href = "/settings/providers";
    return isOver
      ? { title: addressesSettled(provider), tone: "working", href }
      : { title: addressesDiffer(provider), tone: "provider", href };
  }
  const title = `${nameOf(notification)} ${CONNECTION_WORDS[kind][isOver ? "over" : "began"]}`;
  const tone = isOver ? "working" : kind === "expiring_soon" ? "expiring" : "reconnect";
  return { title, more: provider, tone, href: connectionHref(notification) };
}

/** Only a person's own. */
function noteWords(notification: Notification): NotificationWords {
  const { note } = notification;
  const what = note?.isSnooze ? "Your snooze" : "Your note";
  const how = ENDS[note?.endedWhy ?? ""] ?? ENDS.over;
  return {
    title: `${nameOf(notification)}: ${how?.title}`,
    more: noteEnded(what, note?.reason ?? ""),
    tone: how?.tone ?? "working",
    href: connectionHref(notification),
  };
}

const ENDS: Record<string, { title: string; tone: StatusTone }> = {
  over: { title: NOTE_ENDS.over, tone: "working" },
  time: { title: NOTE_ENDS.time, tone: "reconnect" },
  changed: { title: NOTE_ENDS.changed, tone: "reconnect" },
};

function keyWords({ kind, event, key }: Notification): NotificationWords {
  const href = "/settings/keys";
  const name = keyNamed(key?.name ?? "unknown");
  if (event === "over")
    return { title: `${name} ${KEY_ENDS[key?.end ?? "later"]}`, tone: "disconnected", href };
  return kind === "ended_key_used"
    ? { title: keyInUse(name), tone: "reconnect", href }
    : { title: keyExpiring(name), tone: "expiring", href };
}

const nameOf = ({ companyName }: Notification) => companyName ?? "A company";
const providerName = ({ connectionType }: Notification) =>
  connectionType ? providerOf(connectionType).displayName : "";
const connectionHref = ({ companyId, connectionType: provider }: Notification) =>
  companyPath(companyId, { provider });
