import { hash } from "node:crypto";
import { API_KEY_SHAPE } from "@/lib/text/api-key-shape";
import type { KeyEnvironment } from "./api-key";
import { crc32 } from "./crc32";

/** Uniform random bytes, that many. */
export type RandomBytes = (count: number) => Uint8Array;

/** A key's value, taken apart. */
export interface KeyParts {
  environment: KeyEnvironment;
  /** The public id. */
  id: string;
  secret: string;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = ALPHABET.length;
/** Bytes from here on would favour the alphabet's first characters. */
const UNBIASED_BYTES = 256 - (256 % BASE);

const PREFIX_LENGTH = "cs_live_".length;
const ID_LENGTH = 12;
/** 190 bits. */
const SECRET_LENGTH = 32;
/** The least that holds 32 bits. */
const CHECKSUM_LENGTH = 6;
const ID_END = PREFIX_LENGTH + ID_LENGTH;
const SECRET_START = ID_END + "_".length;
const SECRET_END = SECRET_START + SECRET_LENGTH;
const WHOLE = new RegExp(`^${API_KEY_SHAPE.source}$`);

export const newKeyId = (random: RandomBytes) => base62(random, ID_LENGTH);
export const newKeySecret = (random: RandomBytes) => base62(random, SECRET_LENGTH);

/** The value that the key's holder is given. */
export function keyValue({ environment, id, secret }: KeyParts): string {
  const checked = `cs_${environment}_${id}_${secret}`;
  return checked + checksumOf(checked);
}

/** Takes a value apart. @returns Undefined for what is no key, or one that was mistyped or made up: no query is needed. */
export function parseKey(value: string): KeyParts | undefined {
  if (value.length !== SECRET_END + CHECKSUM_LENGTH || !WHOLE.test(value)) return undefined;
  if (value.slice(SECRET_END) !== checksumOf(value.slice(0, SECRET_END))) return undefined;
  return {
    environment: value.startsWith("cs_live_") ? "live" : "test",
    id: value.slice(PREFIX_LENGTH, ID_END),
    secret: value.slice(SECRET_START, SECRET_END),
  };
}

/** What is kept of a secret. A slow hash would add nothing: no dictionary holds 190 random bits. */
export function hashSecret(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let nth = 0; nth < CHECKSUM_LENGTH; nth += 1) {
    digits = ALPHABET[rest % BASE] + digits;
    rest = Math.floor(rest / BASE);
  }
  return digits;
}

function base62(random: RandomBytes, length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of random(length - text.length)) {
      if (byte < UNBIASED_BYTES) text += ALPHABET[byte % BASE];
    }
  }
  return text;
}
