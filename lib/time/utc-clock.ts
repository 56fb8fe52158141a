/** "09:14", in UTC; whoever shows it says so. */
export function utcClock(at: Date | number): string {
  return new Date(at).toISOString().slice(11, 16);
}
