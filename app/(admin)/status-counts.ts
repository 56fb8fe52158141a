import { cache } from "react";
import { health } from "@/lib/health";

/** One count per request, shared by the navigation and the page. */
export const statusCounts = cache(() => health().countByStatus());

/** Counts companies, each by its worst live connection. */
export const companyCounts = cache(() => health().countCompanies());
