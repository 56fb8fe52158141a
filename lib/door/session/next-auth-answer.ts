import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { CountersignError } from "@/lib/errors";
import { onwards } from "../route/onwards";
import { authOptions } from "./auth-options";
import { ownCookie } from "./own-cookie";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * next-auth's answer. It has no status of its own for a caller who must wait: 429 with Retry-After.
 *
 * @throws {CountersignError} `invalid_input` for an address to go on to that is none: next-auth fails over it.
 */
export async function nextAuthAnswer(request: NextRequest, context: Context): Promise<Response> {
  const { nextUrl, cookies } = request;
  if (nextUrl.pathname.endsWith("/error")) return explained(nextUrl.searchParams.get("error"));
  const goingOn = [
    ...nextUrl.searchParams.getAll("callbackUrl"),
    cookies.get(ownCookie("next-auth.callback-url").name)?.value ?? "",
  ];
  if (!goingOn.every(isHttpAddress)) {
    throw new CountersignError("invalid_input", "The callbackUrl is no address.", { field: "callbackUrl" });
  }
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

/** Leads to the page that explains a refusal. next-auth's own endpoint would pass on any text. */
function explained(error: string | null): Response {
  const word = error && /^[A-Za-z]{1,30}$/.test(error) ? `?error=${error}` : "";
  return onwards(`/sign-in${word}`);
}

/** As next-auth judges it: a path of ours, or a whole address. None is fine. */
function isHttpAddress(value: string): boolean {
  if (value === "") return true;
  const base = value.startsWith("/") ? "http://here.invalid" : undefined;
  return URL.canParse(value, base) && /^https?:$/.test(new URL(value, base).protocol);
}
