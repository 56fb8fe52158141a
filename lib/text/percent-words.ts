/** "98.9 %", rounded down, so that only all of it reads "100 %"; "–" for null. */
export function percentWords(share: number | null): string {
  if (share === null) return "–";
  return share === 1 ? "100 %" : `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}
