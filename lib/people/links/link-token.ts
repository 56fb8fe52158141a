import { hash } from "node:crypto";

/** Uniform random bytes, that many. */
export type RandomBytes = (count: number) => Uint8Array;

const TOKEN_BYTES = 32;
/** 32 bytes in base64url. */
const SHAPE = /^[\w-]{43}$/;

/** The secret part of a link that is mailed to a person. */
export function newLinkToken(random: RandomBytes): string {
  return Buffer.from(random(TOKEN_BYTES)).toString("base64url");
}

/** What is kept of a token; undefined for what is none: no query is needed. */
export function linkTokenHash(token: string): string | undefined {
  return SHAPE.test(token) ? hash("sha256", token, "hex") : undefined;
}
