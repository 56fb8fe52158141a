/** The row whose secret it is, and what the ciphertext is bound to: beside another address, it does not open. */
export interface SecretPlace {
  table: "AlertChannel" | "EventEndpoint";
  rowId: string;
  target: string;
}

/** Encrypts and decrypts signing secrets; handed in, because the keyring is the token service's own. */
export interface SecretBox {
  readonly keyId: string;
  encrypt(secret: string, place: SecretPlace): Buffer;
  /** @throws {CountersignError} `misconfigured` when this process lacks the key; `unreadable_token_set` when it was altered. */
  decrypt(encrypted: Uint8Array, place: SecretPlace): string;
}

/** A secret as the columns of its row. */
export function sealedIn(secrets: SecretBox, secret: string, place: SecretPlace) {
  return { sealedSecret: Uint8Array.from(secrets.encrypt(secret, place)), keyId: secrets.keyId };
}
