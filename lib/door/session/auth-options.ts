import { headers } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { isCode } from "@/lib/errors";
import { endOwnSession, SESSION_SECONDS, type SessionUser, userOf } from "@/lib/people";
import { type Runtime, runtime } from "@/lib/runtime";
import { asRequest } from "../request-context";
import { ownCookie } from "./own-cookie";
import { signInHere } from "./session";
import { newClaims, sessionCookie, soundClaims } from "./session-token";

/**
 * next-auth's configuration. The sign-in page issues the same cookie through the same verb; these endpoints are for
 * next-auth's own clients, and where single sign-on will join.
 *
 * @param onTooMany Told when a sign-in is refused for now: next-auth answers that as if the password were wrong.
 */
export function authOptions(
  { env, database, clock, log }: Runtime = runtime(),
  onTooMany: (retryAfterMs: number) => void = () => undefined,
): NextAuthOptions {
  const { name, options } = sessionCookie(env.auth);
  return {
    secret: env.auth.secret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    cookies: {
      sessionToken: { name, options },
      csrfToken: ownCookie("next-auth.csrf-token", env.auth),
      callbackUrl: ownCookie("next-auth.callback-url", env.auth),
    },
    useSecureCookies: options.secure,
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) => {
          const received = new Headers(request.headers as Record<string, string>);
          const { email = "", password = "" } = credentials ?? {};
          return asRequest(received, env, () =>
            signInHere({ email, password }).then(
              (user) => {
                // The code is asked for by the sign-in page, and here by nobody.
                if (!user) throw new Error("SecondFactor");
                return user;
              },
              (error: unknown) => {
                if (isCode(error, "not_signed_in")) return null;
                if (isCode(error, "too_many_attempts")) onTooMany(error.retryAfterMs ?? 0);
                // next-auth carries an error's message to the page's address: a word, which the page explains.
                throw new Error(isCode(error, "too_many_attempts") ? "TooManyAttempts" : "Unavailable");
              },
            ),
          );
        },
      }),
    ],
    events: {
      signOut: async ({ token }) => {
        const claims = soundClaims(token, clock.nowMs());
        if (!claims) return;
        await asRequest(await headers(), env, () => endOwnSession({ database, clock }, claims, "sign_out"));
      },
    },
    callbacks: {
      // next-auth's own fails over what is no address. A blob: address has the origin of whoever made it.
      redirect: ({ url, baseUrl }) => {
        const target = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : undefined;
        return target?.origin === baseUrl && target.protocol !== "blob:" ? target.href : baseUrl;
      },
      jwt: async ({ token, user }) => {
        if (user) return { ...newClaims(user as SessionUser, clock.nowMs()) };
        const claims = soundClaims(token, clock.nowMs());
        // next-auth answers a throw here by taking the cookie away.
        if (!claims || !(await userOf(database, claims))) throw new Error("The session has ended");
        return { ...claims };
      },
      // Names and roles are read from the database at every request, never from a session.
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code, detail) => log.error({ code, error: messageOf(detail) }, "next-auth failed"),
      warn: (code) => log.warn({ code }, "next-auth warned"),
      debug: () => undefined,
    },
  };
}

function messageOf(detail: Error | { error?: Error } | unknown): string | undefined {
  if (detail instanceof Error) return detail.message;
  const inner = (detail as { error?: unknown } | undefined)?.error;
  return inner instanceof Error ? inner.message : undefined;
}
