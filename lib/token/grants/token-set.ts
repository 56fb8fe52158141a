import type { Keyring } from "../keys/keyring";

/** What one consent gave, on our clock. */
export interface TokenSet {
  accessToken: string;
  refreshToken: string;
  /** Space-separated, RFC 6749 §3.3. */
  scope: string;
  /** When the request that brought it was sent: expiries count from here, never from its answer. */
  issuedAtMs: number;
  accessExpiresAtMs: number;
  refreshExpiresAtMs: number;
  /** The end no rotation moves; null where the provider has none. */
  hardExpiresAtMs: number | null;
}

/** The part of a token set that rests encrypted; the rest are plain columns. */
interface Secrets {
  accessToken: string;
  refreshToken: string;
}

interface Owner {
  table: "Grant" | "PendingConsent";
  rowId: string;
  connectionType: string;
  subject: string;
}

export function encryptSecrets(keyring: Keyring, tokens: Secrets, owner: Owner): Buffer {
  const { accessToken, refreshToken } = tokens;
  return keyring.encrypt(JSON.stringify([accessToken, refreshToken]), encryptionContext(owner));
}

export function openSecrets(keyring: Keyring, encrypted: Uint8Array, owner: Owner): Secrets {
  const [accessToken, refreshToken] = JSON.parse(keyring.decrypt(encrypted, encryptionContext(owner))) as [
    string,
    string,
  ];
  return { accessToken, refreshToken };
}

function encryptionContext({ table, rowId, connectionType, subject }: Owner) {
  return { table, rowId, field: "sealedTokenSet", provider: connectionType, subject };
}
