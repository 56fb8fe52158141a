/** Shows how far a long command is: a bar that redraws itself on a terminal, a line every tenth otherwise. */
export interface Progress {
  update(progress: { done: number; total: number }): void;
  /** Leaves the terminal at the start of a fresh line. */
  end(): void;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 100;

export function createProgress(label: string, output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? bar(label, output) : lines(label, output);
}

function bar(label: string, output: NodeJS.WritableStream): Progress {
  let drawnAtMs = 0;
  let drawn = false;
  return {
    update: ({ done, total }) => {
      const nowMs = performance.now();
      if (done < total && nowMs - drawnAtMs < REDRAW_MS) return;
      drawnAtMs = nowMs;
      drawn = true;
      const filled = Math.round(BAR_WIDTH * shareOf(done, total));
      const cells = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
      output.write(`\r${label} ${cells} ${count(done)} of ${count(total)}`);
    },
    end: () => {
      if (drawn) output.write("\n");
    },
  };
}

function lines(label: string, output: NodeJS.WritableStream): Progress {
  let tenthsShown = 0;
  return {
    update: ({ done, total }) => {
      const tenths = Math.floor(10 * shareOf(done, total));
      if (tenths === tenthsShown) return;
      tenthsShown = tenths;
      output.write(`${label} ${count(done)} of ${count(total)}\n`);
    },
    end: () => {},
  };
}

/** Rows that join while a command runs may carry it past its total. */
function shareOf(done: number, total: number): number {
  return total === 0 ? 1 : Math.min(1, done / total);
}

function count(value: number): string {
  return value.toLocaleString("en");
}
