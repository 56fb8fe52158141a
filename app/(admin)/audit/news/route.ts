import { route } from "@/lib/access";
import { countAuditNews } from "@/lib/audit";
import { readAuditParams, readPlace } from "../search-params";

export const dynamic = "force-dynamic";

/** How many rows came after a place in the log, for the page that watches it. */
export const GET = route("audit.read", async ({ request }) => {
  const given = Object.fromEntries(request.nextUrl.searchParams);
  const since = readPlace(given.place);
  const count = since ? await countAuditNews(readAuditParams(given).filter, since) : 0;
  return Response.json({ count }, { headers: { "cache-control": "no-store" } });
});
