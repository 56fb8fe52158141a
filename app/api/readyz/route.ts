import { publicRoute } from "@/lib/door";
import { readiness } from "@/lib/health/observe/readiness";

export const dynamic = "force-dynamic";

export const GET = publicRoute({}, async () => {
  const answer = await readiness();
  return Response.json(answer, {
    status: answer.status === "ready" ? 200 : 503,
    headers: { "Cache-Control": "no-store" },
  });
});
