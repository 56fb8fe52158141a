import Check from "lucide-react/icons/check";
import Clock from "lucide-react/icons/clock";
import Cloud from "lucide-react/icons/cloud";
import Minus from "lucide-react/icons/minus";
import TriangleAlert from "lucide-react/icons/triangle-alert";

export type StatusName =
  | "working"
  | "expiring_soon"
  | "needs_reconnecting"
  | "provider_trouble"
  | "disconnected";

export type StatusTone = "working" | "expiring" | "reconnect" | "provider" | "disconnected";

interface StatusLook {
  word: string;
  tone: StatusTone;
}

export const STATUS: Record<StatusName, StatusLook> = {
  working: { word: "Working", tone: "working" },
  expiring_soon: { word: "Expiring soon", tone: "expiring" },
  needs_reconnecting: { word: "Needs reconnecting", tone: "reconnect" },
  provider_trouble: { word: "Provider trouble", tone: "provider" },
  disconnected: { word: "Disconnected", tone: "disconnected" },
};

/** Each tone has a shape of its own, so that nothing rests on colour alone. */
export const TONE_ICON = {
  working: Check,
  expiring: Clock,
  reconnect: TriangleAlert,
  provider: Cloud,
  disconnected: Minus,
} as const;
