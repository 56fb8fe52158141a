import type { StatusTone } from "@/components/ui/status";
import type { EndpointView } from "@/lib/events";

interface EndpointState {
  tone: StatusTone;
  word: string;
  /** Why it is off. */
  detail: string;
}

const OFF: Record<NonNullable<EndpointView["disabledWhy"]>, EndpointState> = {
  person: { tone: "disconnected", word: "Off", detail: "Somebody turned it off." },
  gone: { tone: "reconnect", word: "Turned off", detail: "It answered 410: it wants no more." },
  failed: { tone: "reconnect", word: "Turned off", detail: "A message failed every attempt." },
};

export function endpointState({ disabledAt, disabledWhy, last }: EndpointView): EndpointState {
  if (disabledAt) return OFF[disabledWhy ?? "person"];
  if (last && !last.deliveredAt) return { tone: "expiring", word: "Failing", detail: "" };
  return { tone: "working", word: "On", detail: "" };
}
