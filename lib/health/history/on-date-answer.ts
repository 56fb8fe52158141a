import { dayStart } from "@/lib/time/day-start";
import { DAY_MS } from "@/lib/time/durations";
import { spanWords } from "@/lib/time/span-words";
import { utcClock } from "@/lib/time/utc-clock";
import { causeWords } from "../verdict/cause-words";
import type { Stretch } from "./history";
import { interruptionsOf } from "./interruptions";

const MAX_SPELLS = 4;

/** Each status as an answer to "was it connected?", for a spell of a day. */
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
 * @param stretches The whole day, without gaps; today's end now.
 */
export function onDateAnswer(stretches: readonly Stretch[], providerName: string): string {
  const [first] = stretches;
  if (!first) return "Nothing is on record.";
  const startMs = dayStart(first.fromMs);
  const endMs = stretches.at(-1)?.toMs ?? startMs;
  const soFar = endMs < startMs + DAY_MS ? " so far" : "";
  if (stretches.length === 1 && first.status === "unknown") return "Nothing is on record.";
  if (stretches.length === 1) return `${ALL_DAY[first.status]}, all day${soFar}${why(first, providerName)}.`;
  const interruptions = interruptionsOf(stretches);
  if (stretches.length > MAX_SPELLS && interruptions[0]) {
    const ms = interruptions.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const times = interruptions.length === 1 ? "once" : `${interruptions.length} times`;
    return `Interrupted ${times}${soFar}, ${spanWords(ms)} in all, first at ${clock(interruptions[0].fromMs)}${why(interruptions[0].first, providerName)}.`;
  }
  const spells = stretches.map(
    (stretch) =>
      `${clock(stretch.fromMs)} to ${clock(stretch.toMs, startMs)} ${WORDS[stretch.status]}${why(stretch, providerName)}`,
  );
  return `${spells.join("; ")}.`;
}

function why({ cause, owner, message }: Stretch, providerName: string): string {
  if (!cause || !owner) return "";
  return ` (${causeWords(cause, { providerName, consentedBy: "a person who may consent", message }).title})`;
}

/** "09:14"; the end of a day is 24:00. */
function clock(ms: number, startMs: number = dayStart(ms)): string {
  return ms === startMs + DAY_MS ? "24:00" : utcClock(ms);
}
