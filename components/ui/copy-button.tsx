"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useState } from "react";
import { Button, type ButtonLook } from "./button";
import { announce } from "./live-region";
import { COPY_REFUSED } from "./words";

interface CopyButtonProps extends ButtonLook {
  value: string;
  label?: string;
  iconOnly?: boolean;
  className?: string;
}

type Outcome = "copied" | "refused";

export function CopyButton({ value, label = "Copy", iconOnly, className, ...look }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
      announce("Copied.");
    } catch {
      // Browsers refuse on plain http and without permission; the text itself stays selectable.
      setOutcome("refused");
      announce(COPY_REFUSED);
    }
  }

  const words = outcome === "copied" ? "Copied" : outcome === "refused" ? "Copy refused" : label;
  return (
    <Button
      size="sm"
      variant="quiet"
      {...look}
      onClick={copy}
      title={iconOnly ? words : undefined}
      aria-label={iconOnly ? label : undefined}
      className={clsx("needs-script", iconOnly && "-my-1 px-1.5", className)}
    >
      {outcome === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      {!iconOnly && words}
    </Button>
  );
}
