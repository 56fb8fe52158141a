import type { Keyring } from "@/lib/token/keys/keyring";
import type { SecretBox, SecretPlace } from "@/lib/webhooks";

/** Bound as lib/token/keys/encrypted-tables.ts says, which is how a key rotation finds and seals them anew. */
export function secretBox(keyring: Keyring): SecretBox {
  const contextOf = ({ table, rowId, target }: SecretPlace) => ({
    table,
    field: "sealedSecret",
    rowId,
    provider: "webhook",
    subject: target,
  });
  return {
    keyId: keyring.currentKeyId,
    encrypt: (secret, place) => keyring.encrypt(secret, contextOf(place)),
    decrypt: (encrypted, place) => keyring.decrypt(encrypted, contextOf(place)),
  };
}
