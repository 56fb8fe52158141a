import { onlyParams } from "@/app/_input/whole-query";
import { bulk } from "@/lib/bulk";
import { longWork, route } from "@/lib/door";
import { fileAnswer } from "../../../file-answer";

export const dynamic = "force-dynamic";

/** What came of each part, as CSV. */
export const GET = route<{ id: string }>(
  "operations.export",
  async ({ user, request, params, stillAllowed }) => {
    onlyParams(request.nextUrl.searchParams, []);
    const leave = longWork(user.id);
    return fileAnswer(request.signal, leave, async () => ({
      ...(await bulk().exportResult(params.id, stillAllowed)),
      contentType: "text/csv; charset=utf-8",
    }));
  },
  { effects: true },
);
