const WAIT = /(?:^|[,;\s])wait="?(\d{1,9})"?(?:$|[,;.\s])/;

/**
 * How many seconds a caller is willing to wait, bounded; undefined where it does not say.
 *
 * @see RFC 7240 §4.3
 */
export function waitSecondsOf(prefer: string | undefined, mostSeconds: number): number | undefined {
  const seconds = prefer === undefined ? undefined : WAIT.exec(prefer)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), mostSeconds);
}
