import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "./auth-options";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's answer. It has no status of its own for a caller who must wait: 429 with Retry-After. */
export async function nextAuthAnswer(request: NextRequest, context: Context): Promise<Response> {
  let waitMs: number | undefined;
  const options = authOptions(undefined, (ms) => {
    waitMs = ms;
  });
  const answer: Response = await NextAuth(request, context, options);
  if (waitMs === undefined) return answer;
  const headers = new Headers(answer.headers);
  headers.set("Retry-After", `${Math.ceil(waitMs / 1_000)}`);
  return new Response(answer.body, { status: 429, headers });
}
