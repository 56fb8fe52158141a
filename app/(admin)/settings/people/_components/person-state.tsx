import clsx from "clsx";
import { TONE_ICON } from "@/components/ui/status";
import { DISABLED, ENABLED } from "../words";

/** Whether a person can sign in. */
export function PersonState({ isDisabled }: { isDisabled: boolean }) {
  const Icon = TONE_ICON[isDisabled ? "disconnected" : "working"];
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 font-medium whitespace-nowrap",
        isDisabled ? "text-disconnected" : "text-working",
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.5} />
      {isDisabled ? DISABLED : ENABLED}
    </span>
  );
}
