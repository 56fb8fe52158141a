import { audit } from "@/lib/audit";
import { route } from "@/lib/door";

export const dynamic = "force-dynamic";

const MAX_TEXT = 100;

/** Names for the filter bar's `company:` and `actor:`. */
export const GET = route("audit.read", async ({ request }) => {
  const { searchParams } = request.nextUrl;
  const text = (searchParams.get("text") ?? "").replace(/\p{C}/gu, "").slice(0, MAX_TEXT);
  const named = await audit().findNamed(searchParams.get("key") === "actor" ? "actor" : "company", text);
  return Response.json(
    { names: named.map(({ name }) => name) },
    { headers: { "cache-control": "no-store" } },
  );
});
