import type { StatusName } from "@/lib/health";

/** What is left to know where no connection waits for a consent. */
export function quietWords({ provider_trouble, expiring_soon, working }: Record<StatusName, number>): string {
  if (provider_trouble > 0) {
    return provider_trouble === 1
      ? "One connection has provider trouble: its page says who acts."
      : `${provider_trouble} connections have provider trouble: their pages say who acts.`;
  }
  if (expiring_soon > 0) {
    return `${expiring_soon === 1 ? "One connection expires" : `${expiring_soon} connections expire`} soon.`;
  }
  return working > 0 ? "Every connection is working." : "No company is connected at present.";
}
