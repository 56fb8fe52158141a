import { cache } from "react";
import { health } from "@/lib/health";
import { runtime } from "@/lib/runtime";

/** One count per request, shared by the navigation and the page. */
export const statusCounts = cache(() => health().countByStatus());

/** Counts companies, each by its worst live connection. */
export const companyCounts = cache(() => health().countCompanies());

/** Companies that work and were not read for longer than the configuration trusts. */
export async function staleCompanies(): Promise<{ count: number; hours: number }> {
  const hours = runtime().env.trustedReadHours;
  return { count: await health().countStale(hours), hours };
}
