import type { Anchored } from "./anchor";
import { hashOf, headerBytes, NO_HASH, type Seal } from "./seal-header";
import type { PublicKey } from "./signing-key";

/** One thing that is not as sealed. */
export interface AuditProblem {
  sealNumber: number | null;
  rowId: string | null;
  message: string;
}

/** What follows is likely a consequence of what came first. */
const MAX_PROBLEMS = 20;

/** Checks the links of the chain, fed in order: numbers, hashes, signatures, ranges, anchors. */
export class ChainCheck {
  readonly problems: AuditProblem[] = [];
  head: Seal | undefined;
  private readonly keys: Map<string, PublicKey>;
  private readonly anchored = new Map<number, string[]>();

  constructor(keys: readonly PublicKey[], anchor: readonly Anchored[] = []) {
    this.keys = new Map(keys.map((key) => [key.keyId, key]));
    for (const { number, hash } of anchor) {
      this.anchored.set(number, [...(this.anchored.get(number) ?? []), hash]);
    }
  }

  report(sealNumber: number | null, message: string, rowId: string | null = null): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ sealNumber, rowId, message });
  }

  add(seal: Seal): void {
    const { number } = seal;
    const expected = (this.head?.number ?? 0) + 1;
    if (number !== expected) this.report(expected, `Seal ${expected} is missing: seal ${number} follows.`);
    else if (seal.previousHash !== (this.head ? hashOf(this.head) : NO_HASH))
      this.report(number, `Seal ${number} does not follow the seal before it: one of the two was replaced.`);
    if (seal.fromPosition !== (this.head?.toPosition ?? 0) && number === expected)
      this.report(number, `Seal ${number} does not begin where the seal before it ends.`);
    if (!this.isGenuine(seal)) this.report(number, this.notGenuine(seal));
    // An anchor that learned of two seals of one number saw the chain being written anew.
    if (this.anchored.get(number)?.some((hash) => hash !== hashOf(seal)))
      this.report(number, `Seal ${number} is not the one that the anchor knows: the chain was rewritten.`);
    this.head = seal;
  }

  isGenuine(seal: Seal): boolean {
    return this.keys.get(seal.keyId)?.verifies(headerBytes(seal), seal.signature) ?? false;
  }

  /** To be called after the last link. */
  finish(): void {
    const last = this.head?.number ?? 0;
    const known = Math.max(0, ...this.anchored.keys());
    if (known > last)
      this.report(
        last + 1,
        `The chain ends with seal ${last}, but the anchor knows seal ${known}: it was cut.`,
      );
  }

  private notGenuine({ number, keyId }: Seal): string {
    return this.keys.has(keyId)
      ? `Seal ${number} was altered: its signature does not fit.`
      : `Seal ${number} was signed by key ${keyId}, which was not given: pass it with --public-key.`;
  }
}
