import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { PhoneSheet } from "@/components/ui/phone-sheet";
import { Select } from "@/components/ui/select";
import { monthWords } from "../month-words";
import { isoDay } from "../search-params";
import {
  DEADLINES_TITLE,
  nextDaysCount,
  QUESTIONS,
  SHOW_DAY,
  WAS_IT_CONNECTED,
  WAS_IT_CONNECTED_ON,
} from "../words";

interface QuestionsProps {
  nowMs: number;
  /** The day asked for, if one was. */
  onMs?: number | undefined;
  /** Newest first. */
  months: readonly string[];
  /** How many connections end within 30 days. */
  ending: number;
}

/** What finance comes to ask. Plain forms: they work before and without scripts. */
export function Questions({ nowMs, onMs, months, ending }: QuestionsProps) {
  return (
    <PhoneSheet
      id="questions"
      label={QUESTIONS}
      buttonClassName="mb-2.5"
      className="flex-wrap items-end gap-x-8 gap-y-4 open:flex sm:mb-3 sm:flex sm:rounded-lg sm:border sm:bg-surface sm:px-5 sm:py-2.5 print:hidden"
    >
      <search aria-label={WAS_IT_CONNECTED}>
        <form action="/health" method="get" className="flex flex-wrap items-end gap-2">
          <Field
            type="date"
            name="on"
            label={WAS_IT_CONNECTED_ON}
            required
            max={isoDay(nowMs)}
            defaultValue={isoDay(onMs ?? nowMs)}
            className="w-44"
          />
          <Button type="submit">{SHOW_DAY}</Button>
        </form>
      </search>
      <form action="/health/month-end" method="get" className="flex flex-wrap items-end gap-2">
        <Select
          name="month"
          label="Month-end"
          // The books people close are last month's.
          defaultValue={months[1]}
          options={months.map((month) => ({ value: month, label: monthWords(month) }))}
          className="w-44"
        />
        <Button type="submit">Open month</Button>
      </form>
      <div>
        <p className="mb-1 font-medium">{DEADLINES_TITLE}</p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink href="/health/calendar?days=30">{nextDaysCount(30, ending)}</ButtonLink>
          <ButtonLink href="/health/calendar?days=90">90 days</ButtonLink>
        </div>
      </div>
    </PhoneSheet>
  );
}
