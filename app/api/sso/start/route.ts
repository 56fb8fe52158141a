import { onwards, publicRoute, startSsoHere } from "@/lib/door";

export const dynamic = "force-dynamic";

/** To the company's identity provider: to sign in, or from a session to confirm it or link the account. */
export const GET = publicRoute({ effects: true }, async ({ headers, nextUrl }) =>
  onwards(await startSsoHere({ query: nextUrl.searchParams, sentBy: headers.get("sec-fetch-site") })),
);
