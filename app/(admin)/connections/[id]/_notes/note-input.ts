import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { type ActionResult, formText } from "@/lib/door";
import { DAY_MS } from "@/lib/time/durations";
import { tooLong } from "../../words";
import { CHOOSE_UNTIL, ENTER_REASON } from "../words";

const reason = z.string({ error: ENTER_REASON }).max(2_000, tooLong(500));
const seenId = z.union([identifier, z.literal("")]).transform((id) => id || null);
const asked = { connectionId: identifier, seenId, reason, returnTo: z.string().max(2_000).optional() };

export const acknowledgement = z.object(asked);

export const SPANS = { "1": "1 day", "3": "3 days", "7": "1 week" } as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const snooze = z.object({
  ...asked,
  until: z.enum([...(Object.keys(SPANS) as (keyof typeof SPANS)[]), "date"], { error: CHOOSE_UNTIL }),
  date: z.string().max(20).optional(),
});

/** @returns NaN for a date that is none: no time that a problem can rest until. */
export function untilMsOf({ until, date = "" }: z.output<typeof snooze>, nowMs: number): number {
  if (until !== "date") return nowMs + Number(until) * DAY_MS;
  const ms = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // A day that a month does not have would become one of the next.
  return new Date(ms || 0).toISOString().startsWith(date) ? ms : Number.NaN;
}

export interface NoteFormState {
  result: ActionResult<never>;
  /** As typed. */
  typed: { reason: string; until: string; date: string };
}

export const typedIn = (formData: FormData): NoteFormState["typed"] => ({
  reason: formText(formData, "reason"),
  until: formText(formData, "until"),
  date: formText(formData, "date"),
});
