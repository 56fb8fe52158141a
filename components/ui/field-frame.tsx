import { type ReactNode, useId } from "react";
import { AlertShape } from "./alert-shape";

export interface FieldTexts {
  label: ReactNode;
  /** Leaves the label to readers: where a placeholder or the first option shows it. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: string;
}

interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldFrameProps extends FieldTexts {
  id?: string;
  className?: string;
  /** Text at the label's end, such as a link. */
  aside?: ReactNode;
  control: (props: ControlProps) => ReactNode;
}

export const CONTROL_CLASS =
  "block w-full min-h-9 rounded border border-control bg-surface px-3 py-1.5 text-base text-text " +
  "placeholder:text-muted aria-invalid:border-reconnect disabled:opacity-60";

/** Label, control, hint and error, with the ids that tie them together. */
export function FieldFrame(props: FieldFrameProps) {
  const { id, label, labelHidden = false, hint, error, aside, className, control } = props;
  const generatedId = useId();
  const controlId = id ?? generatedId;
  const describedBy = [hint && `${controlId}-hint`, error && `${controlId}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <div className={labelHidden ? "sr-only" : "mb-1 flex items-baseline justify-between gap-4"}>
        <label htmlFor={controlId} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      {control({
        id: controlId,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      <FieldNotes controlId={controlId} hint={hint} error={error} />
    </div>
  );
}

function FieldNotes({ controlId, hint, error }: { controlId: string } & Pick<FieldTexts, "hint" | "error">) {
  return (
    <>
      {hint && (
        <p id={`${controlId}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${controlId}-error`} className="mt-1 flex gap-1.5 text-sm text-reconnect">
          <AlertShape shape="circle" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </>
  );
}
