import { STATUS } from "./status";

const STEP = 3;
const WIDTH = 2.2;
const HEIGHT = 28;
/** Cuts a run of equal days into bars; each run starts with one. */
const DASHES = `${WIDTH} ${STEP - WIDTH}`;

/** A day's letter, what it is called, and how it is drawn: worse is higher, so that nothing rests on colour alone. */
const LOOKS = {
  r: { word: STATUS.needs_reconnecting.word, ink: "stroke-bar-bad", height: HEIGHT },
  p: { word: STATUS.provider_trouble.word, ink: "stroke-bar-soon", height: 20 },
  e: { word: STATUS.expiring_soon.word, ink: "stroke-bar-soon", height: 16 },
  w: { word: STATUS.working.word, ink: "stroke-bar-ok", height: 11 },
  d: { word: STATUS.disconnected.word, ink: "stroke-bar-none", height: 4 },
  u: { word: "No record", ink: "stroke-bar-none", height: 2 },
} as const;
export type DayLetter = keyof typeof LOOKS;

const RUNS: Readonly<Record<DayLetter, RegExp>> = {
  r: /r+/g,
  p: /p+/g,
  e: /e+/g,
  w: /w+/g,
  d: /d+/g,
  u: /u+/g,
};

export const dayWord = (letter: string | undefined): string => LOOKS[letter as DayLetter]?.word ?? "";

interface BarsProps {
  /** One letter a day, oldest first. */
  letters: string;
  chosen?: number | null;
  className?: string;
}

/** One path a look, one line a run of days: rows of ninety days stay small. */
export function Bars({ letters, chosen = null, className = "h-7" }: BarsProps) {
  return (
    <svg
      viewBox={`0 0 ${letters.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`block w-full ${className}`}
    >
      {chosen !== null && (
        <rect x={chosen * STEP - 0.4} y={0} width={STEP} height={HEIGHT} className="fill-hover" />
      )}
      {(Object.keys(LOOKS) as DayLetter[]).map((letter) => {
        const { ink, height } = LOOKS[letter];
        const runs = [...letters.matchAll(RUNS[letter])].map(({ index, 0: days }) =>
          [`M${index * STEP} ${HEIGHT - height / 2}`, `h${days.length * STEP}`].join(""),
        );
        if (runs.length === 0) return null;
        return (
          <path
            key={letter}
            d={runs.join("")}
            strokeWidth={height}
            strokeDasharray={DASHES}
            className={ink}
          />
        );
      })}
      {chosen !== null && (
        <rect x={chosen * STEP} y={HEIGHT - 1.5} width={WIDTH} height={1.5} className="fill-text" />
      )}
    </svg>
  );
}
