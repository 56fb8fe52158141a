/** "98.9 %"; never 100 % of what is less, and never 0 % of what is more. "–" for null. */
export function percentWords(share: number | null): string {
  if (share === null) return "–";
  const tenths = Math.round(share * 1_000);
  const least = share > 0 ? 1 : 0;
  const most = share < 1 ? 999 : 1_000;
  return `${(Math.min(Math.max(tenths, least), most) / 10).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}
