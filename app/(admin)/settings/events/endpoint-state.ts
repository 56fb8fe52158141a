import type { StatusTone } from "@/components/ui/status";
import type { EndpointView } from "@/lib/events";
import { ENDPOINT_STATES } from "./words";

interface EndpointState {
  tone: StatusTone;
  word: string;
  /** Why it is off. */
  detail: string;
}

const OFF_TONES = { person: "disconnected", gone: "reconnect", failed: "reconnect" } as const;

export function endpointState({ disabledAt, disabledWhy, last }: EndpointView): EndpointState {
  if (disabledAt) {
    const why = disabledWhy ?? "person";
    return { tone: OFF_TONES[why], ...ENDPOINT_STATES[why] };
  }
  if (last && !last.deliveredAt) return { tone: "expiring", ...ENDPOINT_STATES.failing };
  return { tone: "working", ...ENDPOINT_STATES.on };
}
