import { createPrivateKey } from "node:crypto";
import { isPlaceholder } from "./value-problems";

/** What precedes the 32 bytes of an Ed25519 key. @see RFC 8410 §7 */
const ED25519_PKCS8 = "302e020100300506032b657004220420";

const isOneByteRepeated = (hex: string) => /^(..)\1*$/i.test(hex);

export function keyProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (!/^[0-9a-f]*$/i.test(value)) return "has characters other than 0-9 and a-f";
  if (value.length !== 64) return `has ${value.length} characters instead of 64`;
  if (isOneByteRepeated(value)) return "repeats one byte, so anyone could guess it";
}

export function secretProblem(value: string): string | undefined {
  if (isPlaceholder(value)) return "is still the example's placeholder";
  if (value.length < 32) return `has ${value.length} characters; at least 32 are needed`;
  if (new Set(value).size < 8) return "repeats too few characters, so anyone could guess it";
}

/** The two lines a PEM file has around its base64 are welcome in the base64 of a whole file. */
export function signingKeyOf(value: string): string {
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(`${ED25519_PKCS8}${value}`, "hex").toString("base64");
  const bytes = Buffer.from(value, "base64");
  const pem = bytes.toString("latin1");
  const key = pem.startsWith("-----BEGIN")
    ? createPrivateKey(pem)
    : createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
  if (key.asymmetricKeyType !== "ed25519") throw new Error("another kind of key");
  return key.export({ type: "pkcs8", format: "der" }).toString("base64");
}

export function signingKeyProblem(value: string): string | undefined {
  if (/^[0-9a-f]*$/i.test(value)) return keyProblem(value);
  try {
    signingKeyOf(value);
  } catch {
    // The parser's own message may quote the key.
    return "is neither 64 hexadecimal characters nor the base64 of an Ed25519 key in PKCS#8";
  }
}
