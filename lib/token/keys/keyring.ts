import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { CountersignError } from "@/lib/errors";

const FORMAT_VERSION = 1;
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const CIPHER = "aes-256-gcm";

/** What a ciphertext is bound to. Moved to another row, column, provider or subject, it is not decrypted. */
export interface EncryptionContext {
  table: string;
  rowId: string;
  field: string;
  provider: string;
  /** The tenant or person the secret belongs to. */
  subject: string;
}

interface MasterKey {
  id: string;
  secret: Buffer;
  /** For `hashesOf` alone. */
  hashSecret: Buffer;
}

/** Encrypts and decrypts secrets at rest. Only the current key encrypts; previous keys still decrypt. */
export interface Keyring {
  /** Non-secret name of the encrypting key: 16 hex characters of a one-way hash. */
  readonly currentKeyId: string;
  readonly keyIds: readonly string[];
  encrypt(plaintext: string, context: EncryptionContext): Buffer;
  /** @throws {CountersignError} `misconfigured` when this process lacks the key; asks nothing else of a ciphertext. */
  requireKeyOf(encrypted: Uint8Array, context: Pick<EncryptionContext, "table" | "rowId">): void;
  /**
   * @throws {CountersignError} `misconfigured` when this process lacks the key, which another may have;
   *   `unreadable_token_set` when a single bit differs.
   */
  decrypt(encrypted: Uint8Array, context: EncryptionContext): string;
  /**
   * HMAC-SHA-256 of a text under a secret derived from each key, the current key's first: what finds an encrypted text
   * again. Without a key not even a number of ten digits can be guessed from its hash.
   */
  hashesOf(text: string): [Buffer, ...Buffer[]];
}

interface KeyringOptions {
  /** 64 hex characters each. */
  current: string;
  previous?: readonly string[];
  randomIv?: () => Buffer;
}

/**
 * AES-256-GCM under a data key derived per row, bound to its place by additional authenticated data.
 *
 * Layout: version (1 byte) · key id (8) · IV (12) · tag (16) · ciphertext.
 *
 * @see NIST SP 800-38D, RFC 5869
 */
export function createKeyring({ current, previous = [], randomIv }: KeyringOptions): Keyring {
  const encrypting = masterKey(current);
  const keys = new Map([encrypting, ...previous.map(masterKey)].map((key) => [key.id, key]));
  const nextIv = randomIv ?? (() => randomBytes(IV_BYTES));
  const keyOf = (bytes: Buffer, context: Pick<EncryptionContext, "table" | "rowId">) => {
    const key = keys.get(keyIdOf(bytes, context));
    if (!key) throw unknownKey(context);
    return key;
  };

  return {
    currentKeyId: encrypting.id,
    keyIds: [...keys.keys()],
    encrypt(plaintext, context) {
      const iv = nextIv();
      const cipher = createCipheriv(CIPHER, dataKey(encrypting, context), iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(associatedData(encrypting.id, context));
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return Buffer.concat([header(encrypting.id), iv, cipher.getAuthTag(), body]);
    },
    requireKeyOf(encrypted, context) {
      const bytes = bytesOf(encrypted);
      if (isKnownFormat(bytes)) keyOf(bytes, context);
    },
    decrypt(encrypted, context) {
      const bytes = bytesOf(encrypted);
      const key = keyOf(bytes, context);
      const iv = bytes.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES);
      const tag = bytes.subarray(HEADER_BYTES + IV_BYTES, HEADER_BYTES + IV_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv(CIPHER, dataKey(key, context), iv, { authTagLength: TAG_BYTES });
        decipher.setAAD(associatedData(key.id, context));
        decipher.setAuthTag(tag);
        const body = bytes.subarray(HEADER_BYTES + IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw unreadable(context, "it was altered or belongs elsewhere", cause);
      }
    },
    hashesOf(text) {
      const [, ...others] = [...keys.values()];
      return [hashOf(encrypting, text), ...others.map((key) => hashOf(key, text))];
    },
  };
}

function masterKey(hex: string): MasterKey {
  const secret = Buffer.from(hex, "hex");
  if (secret.length !== 32) {
    throw new CountersignError("misconfigured", "ENCRYPTION_KEY must be 64 hexadecimal characters.", {
      field: "ENCRYPTION_KEY",
    });
  }
  const id = createHash("sha256").update("countersign key id").update(secret).digest("hex");
  const hashSecret = Buffer.from(hkdfSync("sha256", secret, "", "countersign lookup hash", 32));
  return { id: id.slice(0, KEY_ID_BYTES * 2), secret, hashSecret };
}

function hashOf({ hashSecret }: MasterKey, text: string): Buffer {
  return createHmac("sha256", hashSecret).update(text).digest();
}

function dataKey(key: MasterKey, context: EncryptionContext): Buffer {
  return Buffer.from(hkdfSync("sha256", key.secret, context.rowId, `${context.table}.${context.field}`, 32));
}

function associatedData(keyId: string, context: EncryptionContext): Buffer {
  const { table, rowId, field, provider, subject } = context;
  return Buffer.from(JSON.stringify([FORMAT_VERSION, keyId, table, rowId, field, provider, subject]));
}

function header(keyId: string): Buffer {
  return Buffer.concat([Buffer.from([FORMAT_VERSION]), Buffer.from(keyId, "hex")]);
}

/** As many of a ciphertext's first bytes as name its key. */
export const KEY_HEADER_BYTES = HEADER_BYTES;

/** The id of the key that made a ciphertext; undefined where it is too short to name one. */
export function keyIdOfCiphertext(firstBytes: Buffer): string | undefined {
  return firstBytes.length < HEADER_BYTES ? undefined : firstBytes.subarray(1, HEADER_BYTES).toString("hex");
}

/** The same as SQL, of a column. */
export const keyIdSql = (column: string) =>
  `encode(substring("${column}" FROM 2 FOR ${KEY_ID_BYTES}), 'hex')`;

function keyIdOf(bytes: Buffer, context: Pick<EncryptionContext, "table" | "rowId">): string {
  if (!isKnownFormat(bytes)) throw unreadable(context, "it is not in a known format");
  return keyIdOfCiphertext(bytes) ?? "";
}

function isKnownFormat(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES + IV_BYTES + TAG_BYTES && bytes[0] === FORMAT_VERSION;
}

function bytesOf(encrypted: Uint8Array): Buffer {
  return Buffer.from(encrypted.buffer, encrypted.byteOffset, encrypted.byteLength);
}

function unknownKey({ table, rowId }: Pick<EncryptionContext, "table" | "rowId">): CountersignError {
  const message = `ENCRYPTION_KEY does not open ${table} "${rowId}": another key encrypted it. Put that key into ENCRYPTION_KEY, or into ENCRYPTION_KEY_PREVIOUS beside a new one.`;
  return new CountersignError("misconfigured", message, { field: "ENCRYPTION_KEY" });
}

function unreadable(
  context: Pick<EncryptionContext, "table" | "rowId">,
  why: string,
  cause?: unknown,
): CountersignError {
  const message = `Cannot open ${context.table} "${context.rowId}": ${why}.`;
  return new CountersignError("unreadable_token_set", message, { cause });
}
