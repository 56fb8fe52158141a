import type { ComponentProps } from "react";
import { CONTROL_CLASS, FieldFrame, type FieldTexts } from "./field-frame";

export function Textarea({
  label,
  hint,
  error,
  id,
  className,
  rows = 4,
  ...textarea
}: FieldTexts & ComponentProps<"textarea"> & { name: string }) {
  return (
    <FieldFrame
      {...{ id, label, hint, error, className }}
      control={(wiring) => <textarea rows={rows} {...textarea} {...wiring} className={CONTROL_CLASS} />}
    />
  );
}
