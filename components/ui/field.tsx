import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { CONTROL_CLASS, FieldFrame, type FieldTexts } from "./field-frame";

interface FieldProps extends FieldTexts, ComponentProps<"input"> {
  name: string;
  aside?: ReactNode;
  inputClassName?: string;
}

/** A labelled text input. Everything an input takes goes to the input. */
export function Field(props: FieldProps) {
  const { label, labelHidden, hint, error, aside, id, className, inputClassName, ...input } = props;
  return (
    <FieldFrame
      {...{ id, label, labelHidden, hint, error, aside, className }}
      control={(wiring) => <input {...input} {...wiring} className={clsx(CONTROL_CLASS, inputClassName)} />}
    />
  );
}
