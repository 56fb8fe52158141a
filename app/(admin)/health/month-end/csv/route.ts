import { onlyParams } from "@/app/_input/whole-query";
import { longWork, route } from "@/lib/door";
import { health } from "@/lib/health";
import { fileAnswer } from "../../../file-answer";

export const dynamic = "force-dynamic";

/** `?month=2026-03`: one line a connection, as CSV. */
export const GET = route(
  "health.export",
  async ({ user, request, stillAllowed }) => {
    const month = onlyParams(request.nextUrl.searchParams, ["month"])("month") ?? "";
    const leave = longWork(user.id);
    return fileAnswer(request.signal, leave, async () => ({
      ...(await health().exportMonthEnd(month, stillAllowed)),
      contentType: "text/csv; charset=utf-8",
    }));
  },
  { effects: true },
);
