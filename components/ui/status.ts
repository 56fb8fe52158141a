import Check from "lucide-react/icons/check";
import Clock from "lucide-react/icons/clock";
import Cloud from "lucide-react/icons/cloud";
import Minus from "lucide-react/icons/minus";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { statusWords } from "@/lib/text/status-words";

export type StatusName = keyof typeof statusWords;

export type StatusTone = "working" | "expiring" | "reconnect" | "provider" | "disconnected";

interface StatusLook {
  word: string;
  tone: StatusTone;
}

export const STATUS: Record<StatusName, StatusLook> = {
  working: { word: statusWords.working, tone: "working" },
  expiring_soon: { word: statusWords.expiring_soon, tone: "expiring" },
  needs_reconnecting: { word: statusWords.needs_reconnecting, tone: "reconnect" },
  provider_trouble: { word: statusWords.provider_trouble, tone: "provider" },
  disconnected: { word: statusWords.disconnected, tone: "disconnected" },
};

/** Each tone has a shape of its own, so that nothing rests on colour alone. */
export const TONE_ICON = {
  working: Check,
  expiring: Clock,
  reconnect: TriangleAlert,
  provider: Cloud,
  disconnected: Minus,
} as const;
