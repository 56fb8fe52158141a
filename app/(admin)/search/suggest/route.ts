import { can, route } from "@/lib/door";
import { readAsked } from "../asked-for";
import { findEverything } from "../find-everything";

export const dynamic = "force-dynamic";

/** What the palette shows for a text. The page of results says the same. */
export const GET = route("companies.read", async ({ user, request }) => {
  const asked = readAsked(request.nextUrl.searchParams.get("q"));
  const groups = await findEverything(asked, (verb) => can(user.role, verb));
  return Response.json({ groups }, { headers: { "cache-control": "no-store" } });
});
