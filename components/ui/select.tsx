import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import type { ComponentProps } from "react";
import { CONTROL_CLASS, FieldFrame, type FieldTexts } from "./field-frame";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps extends FieldTexts, Omit<ComponentProps<"select">, "children" | "multiple"> {
  name: string;
  options: readonly SelectOption[];
}

/** A labelled native select. */
export function Select(props: SelectProps) {
  const { label, labelHidden, hint, error, id, className, options, ...select } = props;
  return (
    <FieldFrame
      {...{ id, label, labelHidden, hint, error, className }}
      control={(wiring) => (
        <div className="relative">
          <select {...select} {...wiring} className={clsx(CONTROL_CLASS, "appearance-none truncate pr-9")}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
          />
        </div>
      )}
    />
  );
}
