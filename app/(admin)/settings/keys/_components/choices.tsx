import { type ReactNode, useId } from "react";
import { AlertShape } from "@/components/ui/alert-shape";

interface Choice {
  value: string;
  label: string;
  /** What choosing it means. */
  sentence?: string;
}

interface ChoicesProps {
  legend: string;
  name: string;
  type: "checkbox" | "radio";
  choices: readonly Choice[];
  chosen: readonly string[];
  error?: string | undefined;
  children?: ReactNode;
}

/** Boxes or buttons under one question, each with what it means. */
export function Choices({ legend, name, type, choices, chosen, error, children }: ChoicesProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex flex-col gap-1">
        {choices.map(({ value, label, sentence }, nth) => (
          <label key={value} className="flex min-h-8 items-start gap-2.5 rounded px-2 py-1 hover:bg-hover">
            <input
              type={type}
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
              aria-labelledby={`${id}-${nth}-label`}
              aria-describedby={sentence && `${id}-${nth}`}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span id={`${id}-${nth}-label`}>{label}</span>
              {sentence && (
                <span id={`${id}-${nth}`} className="block text-sm text-muted">
                  {sentence}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1 flex gap-1.5 text-sm text-reconnect">
          <AlertShape shape="circle" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
