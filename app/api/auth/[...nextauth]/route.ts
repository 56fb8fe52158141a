import type { NextRequest } from "next/server";
import { nextAuthAnswer, publicRoute } from "@/lib/door";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Those that something uses: next-auth itself sends browsers on to the first three. Its others are not there. */
const ENDPOINTS = {
  GET: ["error", "signin", "signout", "csrf", "session"],
  POST: ["callback/credentials", "signout"],
} as const;

/** A sign-in form with its token, and room to spare. */
const MAX_FORM_BYTES = 16 * 1024;

async function answer(method: keyof typeof ENDPOINTS, request: NextRequest, context: Context) {
  const endpoint = (await context.params).nextauth.join("/");
  const methods = (["GET", "POST"] as const).filter((each) =>
    (ENDPOINTS[each] as readonly string[]).includes(endpoint),
  );
  if (endpoint === "error" && method === "GET") return toSignIn(request.nextUrl.searchParams.get("error"));
  if (methods.includes(method)) return nextAuthAnswer(request, context);
  const message = methods.length > 0 ? `This takes ${methods.join()}.` : "Nothing is here.";
  const status = methods.length > 0 ? 405 : 404;
  return Response.json({ message }, { status, headers: methods.length > 0 ? { Allow: methods.join() } : {} });
}

/** The page that explains a refusal, as next-auth's own endpoint would lead there; it would pass on any text. */
function toSignIn(error: string | null): Response {
  const word = error && /^[A-Za-z]{1,30}$/.test(error) ? `?error=${error}` : "";
  return new Response(null, { status: 303, headers: { Location: `/sign-in${word}` } });
}

export const GET = publicRoute<Context>({}, (request, context) => answer("GET", request, context));

export const POST = publicRoute<Context>({ body: { maxBytes: MAX_FORM_BYTES } }, (request, context) =>
  answer("POST", request, context),
);
