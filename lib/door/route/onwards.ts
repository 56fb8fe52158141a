/** Sends a browser on, and leaves no copy of the way. */
export function onwards(to: string): Response {
  const headers = { Location: to, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}
