/**
 * The simulator's own time. Every lifetime (codes, tokens, grace, rate limits) is judged by it, so that a
 * test lives through a hundred days in one call. It never goes backwards: issued tokens carry its times.
 */
export class VirtualClock {
  #virtualBaseMs: number;
  #realBaseMs: number;
  #rate = 1;

  constructor(startAtMs = Date.now()) {
    this.#virtualBaseMs = startAtMs;
    this.#realBaseMs = Date.now();
  }

  get rate(): number {
    return this.#rate;
  }

  /** Epoch milliseconds, virtual. */
  nowMs(): number {
    return Math.floor(this.#virtualBaseMs + Math.max(0, Date.now() - this.#realBaseMs) * this.#rate);
  }

  advance(ms: number): number {
    if (!(ms >= 0)) throw new RangeError(`Cannot advance the clock by ${ms} ms: it only goes forward`);
    return this.#rebase(this.nowMs() + ms);
  }

  setTo(ms: number): number {
    const nowMs = this.nowMs();
    if (!(ms >= nowMs)) throw new RangeError(`Cannot set the clock to ${ms}: it stands at ${nowMs} already`);
    return this.#rebase(ms);
  }

  /** Virtual milliseconds per real millisecond; 0 stops the clock. */
  setRate(rate: number): number {
    if (!(rate >= 0) || !Number.isFinite(rate)) throw new RangeError(`Cannot run the clock at rate ${rate}`);
    const nowMs = this.#rebase(this.nowMs());
    this.#rate = rate;
    return nowMs;
  }

  #rebase(virtualMs: number): number {
    this.#virtualBaseMs = virtualMs;
    this.#realBaseMs = Date.now();
    return virtualMs;
  }
}
