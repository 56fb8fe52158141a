import type { Env } from "@/lib/env";
import { runtime } from "@/lib/runtime";

/**
 * Name and options of a cookie that only this server reads. On https its `__Host-` prefix makes browsers take it from
 * this very host over https alone: no neighbour under the same domain can plant one.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#host-
 */
export function ownCookie(name: string, { url }: Pick<Env["auth"], "url"> = runtime().env.auth) {
  const secure = url.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}${name}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  } as const;
}
