import type { FactorBox } from "@/lib/people";
import type { Keyring } from "@/lib/token/keys/keyring";

/** Bound as lib/token/keys/encrypted-tables.ts says, which is how a key rotation finds and seals them anew. */
export function factorBox(keyring: Keyring): FactorBox {
  const contextOf = ({ rowId, userId }: { rowId: string; userId: string }) => ({
    table: "SecondFactor",
    field: "sealedSecret",
    rowId,
    provider: "totp",
    subject: userId,
  });
  return {
    keyId: keyring.currentKeyId,
    encrypt: (secret, place) => keyring.encrypt(secret, contextOf(place)),
    decrypt: (encrypted, place) => keyring.decrypt(encrypted, contextOf(place)),
  };
}
