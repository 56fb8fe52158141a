import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { CountersignError } from "@/lib/errors";
import { sha256 } from "./canonical";

/** Says whether a seal is genuine. */
export interface PublicKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER). */
  readonly keyId: string;
  verifies(data: Buffer, signature: Buffer): boolean;
}

export interface SigningKey extends PublicKey {
  sign(data: Buffer): Buffer;
  /** SPKI, PEM: what a verifier needs. */
  readonly publicKeyPem: string;
}

/** @param pkcs8 Base64 of the Ed25519 key's DER form, as `lib/env.ts` gives it. */
export function openSigningKey(pkcs8: string): SigningKey {
  const key = createPrivateKey({ key: Buffer.from(pkcs8, "base64"), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key);
  return {
    ...asPublicKey(publicKey),
    sign: (data) => sign(null, data, key),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/**
 * Opens a public key in any of its usual forms.
 *
 * @param source A PEM file's path, PEM itself, or base64 of the DER form (SPKI).
 * @throws {CountersignError} `invalid_input`: it is no Ed25519 public key.
 */
export function openPublicKey(source: string): PublicKey {
  try {
    const key = source.includes("-----BEGIN")
      ? createPublicKey(source)
      : /^[A-Za-z0-9+/]{56,}={0,2}$/.test(source)
        ? createPublicKey({ key: Buffer.from(source, "base64"), format: "der", type: "spki" })
        : createPublicKey(readFileSync(source, "utf8"));
    if (key.asymmetricKeyType === "ed25519") return asPublicKey(key);
  } catch (cause) {
    throw invalid(cause);
  }
  throw invalid();
}

function invalid(cause?: unknown): CountersignError {
  const message = "The public key is neither a file that can be read nor an Ed25519 key in PEM or base64.";
  return new CountersignError("invalid_input", message, { field: "publicKey", cause });
}

function asPublicKey(key: KeyObject): PublicKey {
  const spki = key.export({ type: "spki", format: "der" });
  return {
    keyId: sha256(spki).toString("hex").slice(0, 16),
    verifies: (data, signature) => verify(null, data, key, signature),
  };
}
