import { tokenRoute } from "@/lib/door";
import { metrics } from "@/lib/metrics";

export const dynamic = "force-dynamic";

/** What Prometheus scrapes; docs/operations.md lists it. */
export const GET = tokenRoute(
  (env) => env.metricsToken,
  async () => {
    const { contentType } = metrics();
    const text = await metrics().metrics();
    return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
  },
);
