import { route } from "@/lib/access";
import { exportMonthEnd } from "@/lib/health";
import { textStream } from "../../text-stream";

export const dynamic = "force-dynamic";

/** `?month=2026-03`: one line a connection, as CSV. */
export const GET = route("health.export", async ({ user, request }) => {
  const { fileName, body } = await exportMonthEnd(user.id, request.nextUrl.searchParams.get("month") ?? "");
  return new Response(textStream(body), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
});
