import { CUT_SHORT_LINE } from "../words";
export type ExportFormat = "csv" | "jsonl";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
/** Longer than any line of ours, so that a whole one is always kept. */
const TAIL_BYTES = 16_384;

/** Reads off an export on its way to the disk how far it is; it keeps no more of it than the end. */
export class ExportMeter {
  readonly #format: ExportFormat;
  #lines = 0;
  #quoted = false;
  #tail = new Uint8Array();

  constructor(format: ExportFormat) {
    this.#format = format;
  }

  take(chunk: Uint8Array): void {
    for (const byte of chunk) {
      // A line break between a CSV's quotes is part of a cell; JSON has none within a string.
      if (byte === QUOTE && this.#format === "csv") this.#quoted = !this.#quoted;
      else if (byte === NEWLINE && !this.#quoted) this.#lines += 1;
    }
    const tail = new Uint8Array(this.#tail.length + chunk.length);
    tail.set(this.#tail);
    tail.set(chunk, this.#tail.length);
    this.#tail = tail.slice(-TAIL_BYTES);
  }

  /** Whole rows so far, and the time of the last, in the log's own writing. The newest come first. */
  progress(): { rows: number; backTo: string | undefined } {
    const times = [...this.#text().matchAll(/(?:^|"timestamp":")(\d{4}-\d\d-\d\dT[\d:.]+Z)[",]/gm)];
    return { rows: Math.max(0, this.#lines - 1), backTo: times.at(-1)?.[1] };
  }

  /**
   * Once nothing more comes.
   *
   * @throws {Error} The file says that it is not whole.
   */
  end(): { rows: number; truncated: boolean } {
    const last = this.#text().trimEnd().split("\n").at(-1) ?? "";
    if (this.#format === "csv") {
      const truncated = [CUT_SHORT_LINE, `"${CUT_SHORT_LINE}`].some((begun) => last.startsWith(begun));
      return { rows: Math.max(0, this.#lines - (truncated ? 2 : 1)), truncated };
    }
    const { end } = JSON.parse(last) as { end?: { rows: number; truncated: boolean } };
    if (!end) throw new Error("The export has no last line");
    return end;
  }

  #text(): string {
    return new TextDecoder().decode(this.#tail);
  }
}
