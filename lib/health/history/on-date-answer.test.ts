import { expect, test } from "vitest";
import type { Segment } from "./history";
import { onDateAnswer } from "./on-date-answer";

const midnight = Date.UTC(2026, 2, 31);
const HOUR = 3_600_000;

function day(
  ...parts: [untilHour: number, status: Segment["status"], cause?: Segment["cause"]][]
): Segment[] {
  let fromMs = midnight;
  return parts.map(([untilHour, status, cause = null]) => {
    const owner = cause && (status === "needs_reconnecting" ? "customer" : "provider");
    const begins = fromMs;
    fromMs = midnight + untilHour * HOUR;
    return {
      status,
      cause,
      owner,
      message: null,
      providerRef: null,
      intervalId: null,
      fromMs: begins,
      toMs: fromMs,
    };
  });
}

const answer = (...parts: Parameters<typeof day>) => onDateAnswer(day(...parts), "Xero");

test("a day of one kind is answered with yes or no", () => {
  expect(answer([24, "working"])).toBe("Yes, all day.");
  expect(answer([9.5, "working"])).toBe("Yes, all day so far.");
  expect(answer([24, "needs_reconnecting", "reconnect_required"])).toBe(
    "No, it needed reconnecting, all day (Xero ended the access).",
  );
  expect(answer([24, "disconnected"])).toBe("No, it was disconnected on purpose, all day.");
  expect(answer([24, "unknown"])).toBe("Nothing is on record.");
  expect(onDateAnswer([], "Xero")).toBe("Nothing is on record.");
});

test("a day that changed says when, and why", () => {
  expect(answer([9.25, "working"], [24, "needs_reconnecting", "reconnect_required"])).toBe(
    "00:00 to 09:15 worked; 09:15 to 24:00 needed reconnecting (Xero ended the access).",
  );
  expect(answer([6, "unknown"], [12.5, "working"])).toBe(
    "00:00 to 06:00 is not on record; 06:00 to 12:30 worked.",
  );
});

test("a restless day is summed up", () => {
  const trouble = (until: number) => [until, "provider_trouble", "provider_unavailable"] as const;
  const parts = [[1, "working"], trouble(2), [3, "working"], trouble(3.5), [24, "working"]] as Parameters<
    typeof day
  >;
  expect(answer(...parts)).toBe(
    "Interrupted 2 times, 1 h 30 min in all, first at 01:00 (Xero did not answer as it should).",
  );
});
