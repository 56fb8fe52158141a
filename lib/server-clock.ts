import { runtime } from "@/lib/runtime";

/** What pages judge "now" by: the clock that every verb goes by. Epoch milliseconds. */
export function serverNowMs(): number {
  return runtime().clock.nowMs();
}

/** For browsers, where time passes as in the world unless this says otherwise: the time here and its rate. */
export function unusualClock(): string | undefined {
  const { clock } = runtime();
  return clock.rate === undefined || clock.rate === 1 ? undefined : `${clock.nowMs()} ${clock.rate}`;
}
