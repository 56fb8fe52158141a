import { dropNotice } from "@/app/_notice/notice";
import { endSsoHere, onwards, publicRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

/** Where the identity provider sends browsers back to. Its address is registered there, letter by letter. */
export const GET = publicRoute({ effects: true }, async ({ nextUrl }) => {
  const { to, entered } = await endSsoHere(nextUrl.searchParams);
  if (entered) await dropNotice();
  return onwards(to);
});
