"use client";

import clsx from "clsx";
import type { ComponentProps, MouseEvent } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonLook } from "./button";

/** Stays focusable and keeps its label while the form is under way; a second press does nothing. */
export function SubmitButton({
  variant = "primary",
  className,
  onClick,
  children,
  ...rest
}: ButtonLook & Omit<ComponentProps<"button">, "type">) {
  const { pending } = useFormStatus();

  function guardClick(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={guardClick}
      className={clsx("overflow-hidden", className)}
    >
      {children}
      {pending && (
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5 animate-pulse bg-current opacity-80" />
      )}
    </Button>
  );
}
