import { tokenRoute } from "@/lib/door";
import { renderMetrics } from "@/lib/metrics";

export const dynamic = "force-dynamic";

/** What Prometheus scrapes; docs/operations.md lists it. */
export const GET = tokenRoute(
  (env) => env.metricsToken,
  async () => {
    const { contentType, text } = await renderMetrics();
    return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
  },
);
