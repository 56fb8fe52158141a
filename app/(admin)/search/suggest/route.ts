import { route } from "@/lib/door";
import { readAsked } from "../asked-for";
import { findEverything } from "../find-everything";
import { searcherOf } from "../searcher-of";

export const dynamic = "force-dynamic";

/** What the palette shows for a text. The page of results says the same. */
export const GET = route("companies.read", async ({ user, request }) => {
  const asked = readAsked(request.nextUrl.searchParams.get("q"));
  const groups = await findEverything(asked, await searcherOf(user, asked.text));
  return Response.json({ groups }, { headers: { "cache-control": "no-store" } });
});
