import { cache } from "react";
import { countByStatus } from "@/lib/health";

/** One count per request, shared by the navigation and the page. */
export const statusCounts = cache(countByStatus);
