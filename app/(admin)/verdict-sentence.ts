import type { StatusName } from "@/lib/health";

/** All connections in one sentence: how many work, and how many need somebody. */
export function verdictSentence(counts: Record<StatusName, number>): string {
  const { working, expiring_soon, needs_reconnecting, provider_trouble } = counts;
  const works = working + expiring_soon;
  const live = works + needs_reconnecting + provider_trouble;
  if (live === 0) return "No company is connected at present.";
  const parts = [
    needs_reconnecting > 0 && `${needs_reconnecting} ${needs_reconnecting === 1 ? "needs" : "need"} you`,
    expiring_soon > 0 && `${expiring_soon} ${expiring_soon === 1 ? "expires" : "expire"} soon`,
    provider_trouble > 0 && `${provider_trouble} ${provider_trouble === 1 ? "waits" : "wait"} for a provider`,
  ].filter(Boolean);
  const noun = live === 1 ? "connection is" : "connections are";
  const first =
    works === live
      ? live === 1
        ? "The one connection is working"
        : `All ${live} connections are working`
      : `${works} of ${live} ${noun} working`;
  return `${[first, parts.join(", ")].filter(Boolean).join("; ")}.`;
}
