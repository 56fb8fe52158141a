import { publicRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

/** The process answers; says nothing of what it depends on. */
export const GET = publicRoute(
  {},
  async () => new Response("ok", { headers: { "Cache-Control": "no-store" } }),
);
