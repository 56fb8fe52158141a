import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/access";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  let retryAfterMs: number | undefined;
  const options = authOptions(undefined, (ms) => {
    retryAfterMs = ms;
  });
  const answer: Response = await NextAuth(request, context, options);
  if (retryAfterMs === undefined) return answer;
  const headers = new Headers(answer.headers);
  headers.set("Retry-After", `${Math.ceil(retryAfterMs / 1_000)}`);
  return new Response(answer.body, { status: 429, headers });
}

export { handle as GET, handle as POST };
