import {
  createHash,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { promisify } from "node:util";

interface SigningKey {
  keyId: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: Record<string, unknown>;
}

let shared: Promise<SigningKey> | undefined;

/** One RSA key a process: making it takes longer than anything else at start-up. */
export function signingKey(): Promise<SigningKey> {
  shared ??= generateSigningKey();
  return shared;
}

async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const { n, e } = publicKey.export({ format: "jwk" });
  const keyId = createHash("sha256").update(`${n}.${e}`).digest("hex").slice(0, 40).toUpperCase();
  return { keyId, privateKey, publicKey, jwk: { kty: "RSA", use: "sig", alg: "RS256", kid: keyId, n, e } };
}

/** Makes and checks JSON Web Tokens. @see RFC 7515 */
export class TokenSigner {
  readonly jwks: { keys: Record<string, unknown>[] };
  readonly #key: SigningKey;
  readonly #header: string;

  constructor(key: SigningKey) {
    this.#key = key;
    this.jwks = { keys: [key.jwk] };
    this.#header = base64Url(JSON.stringify({ alg: "RS256", kid: key.keyId, typ: "JWT" }));
  }

  sign(claims: Record<string, unknown>, reallySign: boolean): string {
    const input = `${this.#header}.${base64Url(JSON.stringify(claims))}`;
    const signature = reallySign
      ? sign("sha256", Buffer.from(input), this.#key.privateKey)
      : randomBytes(256);
    return `${input}.${signature.toString("base64url")}`;
  }

  /** The claims of a token this signer made; undefined for anything else. */
  verified(token: string): Record<string, unknown> | undefined {
    const [header, payload, signature] = token.split(".");
    if (header !== this.#header || payload === undefined || signature === undefined) return undefined;
    const input = Buffer.from(`${header}.${payload}`);
    if (!verify("sha256", input, this.#key.publicKey, Buffer.from(signature, "base64url"))) return undefined;
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  }
}

/** The left half of a hash, as `at_hash` wants it. @see OpenID Connect Core §3.1.3.6 */
export function accessTokenHash(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

/** Whether a verifier answers an S256 challenge. @see RFC 7636 §4.6 */
export function answersChallenge(verifier: string | null, challenge: string): boolean {
  return verifier !== null && createHash("sha256").update(verifier).digest("base64url") === challenge;
}

export function opaque(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

function base64Url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}
