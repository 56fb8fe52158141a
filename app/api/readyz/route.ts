import { publicRoute } from "@/lib/door";
import { health } from "@/lib/health";

export const dynamic = "force-dynamic";

export const GET = publicRoute({}, async () => {
  const answer = await health().readiness();
  return Response.json(answer, {
    status: answer.status === "ready" ? 200 : 503,
    headers: { "Cache-Control": "no-store" },
  });
});
