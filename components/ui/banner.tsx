import { BannerFrame, type BannerTexts } from "./banner-frame";
import { type StatusTone, TONE_ICON } from "./status";

const LOOKS = {
  working: { box: "border-working/35 bg-working-tint", ink: "text-working" },
  expiring: { box: "border-expiring/35 bg-expiring-tint", ink: "text-expiring" },
  reconnect: { box: "border-reconnect/35 bg-reconnect-tint", ink: "text-reconnect" },
  provider: { box: "border-provider/35 bg-provider-tint", ink: "text-provider" },
  disconnected: { box: "border-disconnected/35 bg-disconnected-tint", ink: "text-disconnected" },
} as const;

interface BannerProps extends BannerTexts {
  tone: StatusTone;
  /** `alert` interrupts a screen reader: only for what just failed. */
  role?: "status" | "alert";
}

export function Banner({ tone, role = "status", ...texts }: BannerProps) {
  const Icon = TONE_ICON[tone];
  const icon = (className: string) => <Icon aria-hidden className={className} strokeWidth={2.5} />;
  return <BannerFrame {...texts} {...LOOKS[tone]} role={role} icon={icon} />;
}
