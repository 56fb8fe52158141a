export const dynamic = "force-dynamic";

/** The process answers; says nothing of what it depends on. */
export function GET(): Response {
  return new Response("ok", { headers: { "Cache-Control": "no-store" } });
}
