import { STATUS } from "./status";

const STEP = 3;
const WIDTH = 2.2;
const HEIGHT = 28;

/** A day's letter, what it is called, and how it is drawn: worse is higher, so that nothing rests on colour alone. */
const LOOKS = {
  r: { word: STATUS.needs_reconnecting.word, fill: "fill-bar-bad", height: HEIGHT },
  p: { word: STATUS.provider_trouble.word, fill: "fill-bar-soon", height: 20 },
  e: { word: STATUS.expiring_soon.word, fill: "fill-bar-soon", height: 16 },
  w: { word: STATUS.working.word, fill: "fill-bar-ok", height: 11 },
  d: { word: STATUS.disconnected.word, fill: "fill-bar-none", height: 4 },
  u: { word: "No record", fill: "fill-bar-none", height: 2 },
} as const;
export type DayLetter = keyof typeof LOOKS;

export const dayWord = (letter: string | undefined): string => LOOKS[letter as DayLetter]?.word ?? "";

interface BarsProps {
  /** One letter a day, oldest first. */
  letters: string;
  chosen?: number | null;
  className?: string;
}

/** One path a look instead of one element a day. */
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
        const { fill, height } = LOOKS[letter];
        const bars = [...letters].map((each, index) =>
          each === letter ? `M${index * STEP} ${HEIGHT - height}h${WIDTH}v${height}h-${WIDTH}z` : "",
        );
        return <path key={letter} d={bars.join("")} className={fill} />;
      })}
      {chosen !== null && (
        <rect x={chosen * STEP} y={HEIGHT - 1.5} width={WIDTH} height={1.5} className="fill-text" />
      )}
    </svg>
  );
}
