import { timingSafeEqual } from "node:crypto";
import type { Shown } from "./stored-key";

const MAX_KNOWN = 10_000;

/**
 * Secrets that were good when last shown from an address. They open nothing: they let their holder ask again, whoever
 * else shows wrong keys from there.
 */
export class KnownSecrets {
  readonly #hashes = new Map<string, Buffer>();

  has(shown: Shown): boolean {
    const hash = this.#hashes.get(placeOf(shown));
    return hash !== undefined && timingSafeEqual(hash, shown.secretHash);
  }

  add(shown: Shown): void {
    if (this.#hashes.size >= MAX_KNOWN) this.#hashes.clear();
    this.#hashes.set(placeOf(shown), shown.secretHash);
  }

  forget(shown: Shown): void {
    if (this.has(shown)) this.#hashes.delete(placeOf(shown));
  }
}

const placeOf = ({ id, address }: Shown) => `${id} ${address}`;
