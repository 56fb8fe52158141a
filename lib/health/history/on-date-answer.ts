import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";
import { spanWords } from "@/lib/time/span-words";
import { utcClock } from "@/lib/time/utc-clock";
import { causeWords } from "../verdict/cause-words";
import type { Segment } from "./history";
import { interruptionsOf } from "./interruptions";

const MAX_SEGMENTS = 4;

/** Each status as an answer to "was it connected?", for a segment of a day. */
const WORDS = {
  working: "worked",
  expiring_soon: "worked, close to its deadline",
  provider_trouble: "was connected, without good answers",
  needs_reconnecting: "needed reconnecting",
  disconnected: "was disconnected on purpose",
  unknown: "is not on record",
} as const;

const ALL_DAY = {
  working: "Yes",
  expiring_soon: "Yes, close to its deadline",
  provider_trouble: "Connected, without good answers",
  needs_reconnecting: "No, it needed reconnecting",
  disconnected: "No, it was disconnected on purpose",
  unknown: "Nothing is on record",
} as const;

/**
 * "Was it connected that day?" in one line, with times in UTC.
 *
 * @param segments The whole day, without gaps; today's end now.
 */
export function onDateAnswer(segments: readonly Segment[], providerName: string): string {
  const [first] = segments;
  if (!first) return "Nothing is on record.";
  const startMs = dayStart(first.fromMs);
  const endMs = segments.at(-1)?.toMs ?? startMs;
  const soFar = endMs < startMs + DAY_MS ? " so far" : "";
  if (segments.length === 1 && first.status === "unknown") return "Nothing is on record.";
  if (segments.length === 1) return `${ALL_DAY[first.status]}, all day${soFar}${why(first, providerName)}.`;
  const interruptions = interruptionsOf(segments);
  if (segments.length > MAX_SEGMENTS && interruptions[0]) {
    const ms = interruptions.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const times = interruptions.length === 1 ? "once" : `${interruptions.length} times`;
    return `Interrupted ${times}${soFar}, ${spanWords(ms)} in all, first at ${clock(interruptions[0].fromMs)}${why(interruptions[0].first, providerName)}.`;
  }
  const parts = segments.map(
    (segment) =>
      `${clock(segment.fromMs)} to ${clock(segment.toMs, startMs)} ${WORDS[segment.status]}${why(segment, providerName)}`,
  );
  return `${parts.join("; ")}.`;
}

function why({ cause, owner, message }: Segment, providerName: string): string {
  if (!cause || !owner) return "";
  return ` (${causeWords(cause, { providerName, consentedBy: "a person who may consent", message }).title})`;
}

/** "09:14"; the end of a day is 24:00. */
function clock(ms: number, startMs: number = dayStart(ms)): string {
  return ms === startMs + DAY_MS ? "24:00" : utcClock(ms);
}
