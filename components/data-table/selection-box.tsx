import clsx from "clsx";
import { useEffect, useRef } from "react";

interface SelectionBoxProps {
  label: string;
  checked: boolean;
  indeterminate?: boolean;
  onChange: (event: unknown) => void;
  name?: string;
  value?: string;
  form?: string;
}

/** A checkbox with a 32 px target around it. */
export function SelectionBox({ label, indeterminate = false, ...input }: SelectionBoxProps) {
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);

  return (
    <label className={clsx("inline-flex size-8 items-center justify-center", !input.name && "needs-script")}>
      <span className="sr-only">{label}</span>
      <input ref={box} type="checkbox" className="size-4 accent-accent" {...input} />
    </label>
  );
}
