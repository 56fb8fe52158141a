import type { Scope } from "../scopes";

/** Which connections a key reaches: those of the provider's production, or of its sandbox. */
export type KeyEnvironment = "live" | "test";

/** A key that was shown, whole and still good: who asks at the HTTP API, and how far it reaches. Holds no secret. */
export interface ApiKey {
  /** The public id: 12 base62 characters. */
  readonly id: string;
  readonly name: string;
  /** The part of the surrounding product that holds it. */
  readonly service: string;
  readonly environment: KeyEnvironment;
  readonly scopes: ReadonlySet<Scope>;
  /** Null: every company. */
  readonly companyIds: ReadonlySet<string> | null;
  /** By connectionType. */
  readonly providers: ReadonlySet<string>;
  readonly limitPerMinute: number;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
}

/** Tells keys apart at the door, from memory where it can. */
export interface KeyVerifier {
  /**
   * The key behind a presented value. It costs no query where the value's checksum is wrong, or the key was verified
   * within 30 s; then the answer is there at once, and no promise.
   *
   * @param presented What the caller shows, as received; undefined where nothing is shown.
   * @param address Where the caller is, as the audit log has it.
   * @throws {CountersignError} `invalid_token`, in the same words for every reason; `rate_limited` for an address that
   * showed too many wrong ones.
   */
  verify(presented: string | undefined, address: string): ApiKey | Promise<ApiKey>;
}
