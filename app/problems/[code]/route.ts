import { isProblemCode, problemPage } from "@/lib/api/problems";
import { publicRoute } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { NO_SUCH_PROBLEM } from "../words";

export const dynamic = "force-dynamic";

/** Where the `type` of a problem leads. */
export const GET = publicRoute<{ params: Promise<{ code: string }> }>({}, async (_request, { params }) => {
  const { code } = await params;
  if (!isProblemCode(code)) throw new CountersignError("not_found", NO_SUCH_PROBLEM);
  const { html, headers } = problemPage(code);
  return new Response(html, { headers });
});
