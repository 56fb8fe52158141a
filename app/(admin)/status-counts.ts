import { cache } from "react";
import { health } from "@/lib/health";

/** One count per request, shared by the navigation and the page. */
export const statusCounts = cache(() => health().countByStatus());

/** Of companies, each as its worst live connection is. */
export const companyCounts = cache(() => health().countCompanies());
