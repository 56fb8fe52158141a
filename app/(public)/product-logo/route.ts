import { publicRoute } from "@/lib/door";
import { links } from "@/lib/links";

export const dynamic = "force-dynamic";

/** The image that stands above the product's name on customers' pages. */
export const GET = publicRoute({}, async () => {
  const logo = await links().readLogo();
  if (!logo) return new Response("Not found", { status: 404 });
  return new Response(logo.bytes, {
    headers: { "Content-Type": logo.type, "Cache-Control": "max-age=3600" },
  });
});
