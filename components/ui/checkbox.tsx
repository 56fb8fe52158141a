import { type ComponentProps, useId } from "react";
import { FieldNotes, type FieldTexts } from "./field-frame";

/** A checkbox whose whole label is its target. */
export function Checkbox({
  label,
  hint,
  error,
  id,
  className,
  ...input
}: FieldTexts & Omit<ComponentProps<"input">, "type"> & { name: string }) {
  const generatedId = useId();
  const controlId = id ?? generatedId;
  const describedBy = [hint && `${controlId}-hint`, error && `${controlId}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label className="flex min-h-6 items-start gap-2.5">
        <input
          {...input}
          id={controlId}
          type="checkbox"
          aria-describedby={describedBy || undefined}
          aria-invalid={error ? true : undefined}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>{label}</span>
      </label>
      <div className="pl-6.5">
        <FieldNotes controlId={controlId} hint={hint} error={error} />
      </div>
    </div>
  );
}
