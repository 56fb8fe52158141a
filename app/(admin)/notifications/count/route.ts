import { alerts } from "@/lib/alerts";
import { route } from "@/lib/door";

export const dynamic = "force-dynamic";

/** How many notifications this person has not read, for the bell of a page that stays open. */
export const GET = route("overview.read", async ({ user }) => {
  const count = await alerts().countUnread({ userId: user.id, role: user.role });
  return Response.json({ count }, { headers: { "cache-control": "no-store" } });
});
