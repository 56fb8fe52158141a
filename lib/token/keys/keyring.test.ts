import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createKeyring, type EncryptionContext } from "./keyring";

const key = () => randomBytes(32).toString("hex");
const place: EncryptionContext = {
  table: "Grant",
  rowId: "g1",
  field: "sealedTokenSet",
  provider: "qbo",
  subject: "9130",
};

describe("a keyring", () => {
  test("decrypts what it encrypted", () => {
    const keyring = createKeyring({ current: key() });
    expect(keyring.decrypt(keyring.encrypt("a secret ✓", place), place)).toBe("a secret ✓");
  });

  test("decrypts what a previous key encrypted, and encrypts with the current one", () => {
    const [old, now] = [key(), key()];
    const encrypted = createKeyring({ current: old }).encrypt("kept", place);
    const rotated = createKeyring({ current: now, previous: [old] });
    expect(rotated.decrypt(encrypted, place)).toBe("kept");
    expect(() => createKeyring({ current: old }).decrypt(rotated.encrypt("new", place), place)).toThrow(
      /ENCRYPTION_KEY/,
    );
  });

  // threats.md 14
  test("opens none of 1,000 ciphertexts swapped across row, column, table, provider or subject", () => {
    const keyring = createKeyring({ current: key() });
    const fields = ["table", "rowId", "field", "provider", "subject"] as const;
    let opened = 0;
    for (let swap = 0; swap < 1_000; swap++) {
      const field = fields[swap % fields.length] ?? "rowId";
      const encrypted = keyring.encrypt(`secret ${swap}`, place);
      try {
        keyring.decrypt(encrypted, { ...place, [field]: `other ${swap}` });
        opened++;
      } catch (error) {
        expect(error).toMatchObject({ code: "unreadable_token_set" });
      }
    }
    expect(opened).toBe(0);
  });

  // threats.md 15
  test("accepts no flipped bit anywhere and no shortened tag", () => {
    const keyring = createKeyring({ current: key() });
    const encrypted = keyring.encrypt("forty-two bytes or so of a secret token set", place);
    for (let bit = 0; bit < encrypted.length * 8; bit++) {
      const flipped = Buffer.from(encrypted);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => keyring.decrypt(flipped, place)).toThrow();
    }
    for (const tagBytes of [4, 8, 12]) {
      const shortened = Buffer.concat([encrypted.subarray(0, 21 + tagBytes), encrypted.subarray(37)]);
      expect(() => keyring.decrypt(shortened, place)).toThrow();
    }
  });

  test.each(["", "abc", "zz".repeat(32), "ab".repeat(31)])(
    "refuses %j as a key and names the variable",
    (current) => {
      expect(() => createKeyring({ current })).toThrow(/ENCRYPTION_KEY/);
    },
  );

  test("keeps every secret out of its errors", () => {
    const keyring = createKeyring({ current: key() });
    const encrypted = keyring.encrypt("the-secret", place);
    try {
      keyring.decrypt(encrypted, { ...place, rowId: "g2" });
      expect.unreachable();
    } catch (error) {
      expect(String(error) + String((error as Error).cause)).not.toContain("the-secret");
    }
  });
});
