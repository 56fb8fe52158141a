import { plural } from "@/lib/text/plural";
import { MINUTE_MS } from "./durations";

/** How long to wait, rounded up: "1 second", "45 seconds", "2 minutes". */
export function waitWords(ms: number): string {
  return ms < MINUTE_MS
    ? plural(Math.ceil(ms / 1_000), "second")
    : plural(Math.ceil(ms / MINUTE_MS), "minute");
}
