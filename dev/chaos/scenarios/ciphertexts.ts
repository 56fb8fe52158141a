import { randomBytes } from "node:crypto";
import { createKeyring, type EncryptionContext, type Keyring } from "@/lib/token/keys/keyring";
import { type Scenario, times } from "../harness/scenario";

const PLACE: EncryptionContext = {
  table: "Grant",
  rowId: "g1",
  field: "sealedTokenSet",
  provider: "qbo",
  subject: "9130",
};
const HEADER_BYTES = 9;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A database's owner moves ciphertexts about. */
export const swappedCiphertexts: Scenario = {
  name: "swapped-ciphertexts",
  threat: 14,
  title: "ciphertexts moved to another row, column, table, provider or subject",
  run: async (_, scale) => {
    const keyring = newKeyring();
    const swaps = times(1_000, scale);
    const fields = Object.keys(PLACE) as (keyof EncryptionContext)[];
    const moved = Array.from({ length: swaps }, (_, swap) => {
      const from = { ...PLACE, rowId: `g${swap}`, subject: `owner ${swap}` };
      const field = fields[swap % fields.length] ?? "rowId";
      return {
        encrypted: keyring.encrypt(`secret ${swap}`, from),
        to: { ...from, [field]: `other ${swap}` },
      };
    });
    const opened = moved.filter(({ encrypted, to }) => opens(keyring, encrypted, to)).length;
    return {
      ran: `${swaps} ciphertexts moved, a fifth each to another of ${fields.length} places`,
      checks: [{ what: "ciphertexts that opened", seen: opened, wanted: 0 }],
      counts: {},
    };
  },
};

/** Every bit counts, a tag is whole or worthless, and no IV comes twice. */
export const forgedCiphertexts: Scenario = {
  name: "forged-ciphertexts",
  threat: 15,
  title: "flipped bits, shortened tags, repeated IVs",
  run: async (_, scale) => {
    const keyring = newKeyring();
    const encrypted = keyring.encrypt(JSON.stringify(["access".repeat(180), "refresh".repeat(7)]), PLACE);
    const flips = encrypted.length * 8;
    let accepted = 0;
    for (let bit = 0; bit < flips; bit++) {
      const flipped = Buffer.from(encrypted);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (opens(keyring, flipped, PLACE)) accepted++;
    }
    const tagFrom = HEADER_BYTES + IV_BYTES;
    for (const tagBytes of [4, 8, 12]) {
      const body = encrypted.subarray(tagFrom + TAG_BYTES);
      if (opens(keyring, Buffer.concat([encrypted.subarray(0, tagFrom + tagBytes), body]), PLACE)) accepted++;
    }
    const ivs = times(1_000_000, scale);
    const different = new Set<string>();
    for (let nth = 0; nth < ivs; nth++) {
      different.add(keyring.encrypt("", PLACE).toString("latin1", HEADER_BYTES, tagFrom));
    }
    return {
      ran: `${flips} flipped bits, tags of 4, 8 and 12 bytes, ${ivs} IVs`,
      checks: [
        { what: "forgeries accepted", seen: accepted, wanted: 0 },
        { what: "IVs that came twice", seen: ivs - different.size, wanted: 0 },
      ],
      counts: {},
    };
  },
};

const newKeyring = () => createKeyring({ current: randomBytes(32).toString("hex") });

function opens(keyring: Keyring, encrypted: Buffer, place: EncryptionContext): boolean {
  try {
    keyring.decrypt(encrypted, place);
    return true;
  } catch {
    return false;
  }
}
