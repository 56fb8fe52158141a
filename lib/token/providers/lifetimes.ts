/** How long a provider's documents say that things live, in seconds. */
export interface DocumentedLifetimes {
  accessSeconds: number;
  refreshSeconds: number;
  /** The longest life of one consent, whatever its use; left out where a consent has no such end. */
  hardSeconds?: number;
}

/** Which lifetime of an answer was not believed. */
export type LifetimeName = "access" | "refresh" | "hard";

/** The lifetimes that an answer tells, each undefined when it is missing or not believed. */
interface ToldLifetimes {
  accessSeconds: number | undefined;
  refreshSeconds: number | undefined;
  hardSeconds: number | undefined;
  doubted: LifetimeName[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEAP_YEAR = 366 * DAY;

/**
 * Believes of the lifetimes in a token answer what can be true: an access token lives a minute to a day, a refresh
 * token and a consent an hour to the consent's documented end, or a year where it has none. Shorter ones would make
 * every vend a refresh or end a grant that was just renewed; longer ones overflow a date or hide a deadline.
 */
export function believedLifetimes(
  body: Readonly<Record<string, unknown>>,
  { hardSeconds }: DocumentedLifetimes,
): ToldLifetimes {
  const doubted: LifetimeName[] = [];
  const believed = (name: LifetimeName, told: unknown, least: number, most: number) => {
    if (told === undefined || told === null) return undefined;
    const seconds = secondsOf(told);
    if (seconds !== undefined && seconds >= least && seconds <= most) return seconds;
    doubted.push(name);
    return undefined;
  };
  const longest = hardSeconds ?? LEAP_YEAR;
  return {
    accessSeconds: believed("access", body.expires_in, MINUTE, DAY),
    refreshSeconds: believed("refresh", body.x_refresh_token_expires_in, HOUR, longest),
    hardSeconds:
      hardSeconds === undefined
        ? undefined
        : believed("hard", body.x_refresh_token_hard_expires_in, HOUR, hardSeconds),
    doubted,
  };
}

function secondsOf(told: unknown): number | undefined {
  if (typeof told === "number") return told;
  return typeof told === "string" && /^\s*\d+(\.\d+)?\s*$/.test(told) ? Number(told) : undefined;
}

const MAX_RETRY_AFTER_MS = DAY * 1_000;
/** As seconds from now, these are more than thirty years: such a figure is a time, not a duration. */
const FIRST_EPOCH = 1_000_000_000;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long a provider asks us to stay away: a day at most. A time where a duration belongs is not believed.
 *
 * @see RFC 9110 §10.2.3
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  const value = header?.trim() ?? "";
  const delayMs = /^\d+(\.\d+)?$/.test(value)
    ? delayOf(Number(value))
    : HTTP_DATE.test(value)
      ? Date.parse(value) - nowMs
      : 0;
  return delayMs > 0 ? Math.min(delayMs, MAX_RETRY_AFTER_MS) : undefined;
}

const delayOf = (seconds: number) => (seconds < FIRST_EPOCH ? seconds * 1_000 : 0);
