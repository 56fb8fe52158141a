const SHAPES = {
  circle: (
    <>
      <circle cx="12" cy="12" r="10" />
      <path d="M12 8v4M12 16h.01" />
    </>
  ),
  triangle: (
    <path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01" />
  ),
} as const;

interface AlertShapeProps {
  shape: keyof typeof SHAPES;
  className?: string;
  strokeWidth?: number;
}

/** Drawn here: the sign-in page would load the icon library for these two alone. */
export function AlertShape({ shape, className, strokeWidth = 2 }: AlertShapeProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      {SHAPES[shape]}
    </svg>
  );
}
