import { readPlace } from "@/app/_paging/audit-place";
import { audit, givenOf } from "@/lib/audit";
import { route } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { serverNowMs } from "@/lib/server-clock";
import { readAuditParams } from "../search-params";
import { NO_SUCH_PLACE } from "../words";

export const dynamic = "force-dynamic";

/** How many rows came after a place in the log, for the page that watches it. */
export const GET = route("audit.read", async ({ request }) => {
  const { searchParams } = request.nextUrl;
  const { filter, problems } = readAuditParams(givenOf(searchParams), serverNowMs());
  if (problems.length > 0) throw new CountersignError("invalid_input", problems.join(" "));
  const since = readPlace(searchParams.get("place") ?? undefined);
  if (!since) throw new CountersignError("invalid_input", NO_SUCH_PLACE, { field: "place" });
  const count = await audit().countNews(filter, since);
  return Response.json({ count }, { headers: { "cache-control": "no-store" } });
});
