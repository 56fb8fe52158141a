const STEP = 10;
const HEIGHT = 24;

/** A line without scale or words, beside the figure that it ends in. Nothing without two values. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const highest = Math.max(1, ...values);
  const points = values.map((value, index) => `${index * STEP},${(1 - value / highest) * (HEIGHT - 2) + 1}`);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${(values.length - 1) * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-6 w-16 fill-none stroke-current"
    >
      <polyline points={points.join(" ")} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
