import { route } from "@/lib/door";
import { support } from "@/lib/support";

export const dynamic = "force-dynamic";

export const GET = route("settings.read", async () => {
  const bundle = await support().makeBundle();
  return new Response(`${JSON.stringify(bundle, null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="countersign-support-${bundle.madeAt.slice(0, 10)}.json"`,
      "Cache-Control": "no-store",
    },
  });
});
