import { type KeyObject, sign } from "node:crypto";

export type Claims = Record<string, unknown>;

/** An id token with other claims, signed by the same key: what only a broken or hostile provider sends. */
export function resigned(idToken: string, key: KeyObject, change: (claims: Claims) => Claims): string {
  const [header = "", payload = ""] = idToken.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  const body = `${header}.${Buffer.from(JSON.stringify(change(claims))).toString("base64url")}`;
  return `${body}.${sign("RSA-SHA256", Buffer.from(body), key).toString("base64url")}`;
}
