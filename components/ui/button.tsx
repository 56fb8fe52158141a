import clsx from "clsx";
import type { ComponentProps } from "react";

const VARIANTS = {
  primary: "border-transparent bg-accent text-accent-ink hover:bg-accent/88",
  secondary: "border-control bg-surface text-text hover:bg-hover",
  danger: "border-transparent bg-reconnect text-accent-ink hover:bg-reconnect/88",
  quiet: "border-transparent text-text hover:bg-hover",
} as const;

const SIZES = {
  sm: "min-h-7 px-2.5 text-sm gap-1.5",
  md: "min-h-9 px-3.5 text-base gap-2",
} as const;

export interface ButtonLook {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
}

/** The looks of a button, for the rare element that must look like one and is none. */
export function buttonClass({ variant = "secondary", size = "md" }: ButtonLook, className?: string): string {
  return clsx(
    "relative inline-flex items-center justify-center rounded border py-0.5 text-center font-medium no-underline sm:whitespace-nowrap",
    "transition-colors aria-disabled:opacity-60 disabled:opacity-60 [&>svg]:size-4 [&>svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...rest
}: ButtonLook & ComponentProps<"button">) {
  return <button type={type} className={buttonClass({ variant, size }, className)} {...rest} />;
}
