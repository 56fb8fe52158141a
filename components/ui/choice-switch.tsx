import type { LucideIcon } from "lucide-react";

interface ChoiceSwitchProps<T extends string> {
  /** What is chosen, and the name of the field that the action receives. */
  name: string;
  legend: string;
  choices: readonly { value: T; label: string; Icon: LucideIcon }[];
  current: T;
  action: (formData: FormData) => void | Promise<void>;
}

/** Buttons of a plain form: works before and without scripts. */
export function ChoiceSwitch<T extends string>({
  name,
  legend,
  choices,
  current,
  action,
}: ChoiceSwitchProps<T>) {
  return (
    <form action={action}>
      <fieldset className="inline-flex gap-0.5 rounded border border-border bg-bg p-0.5">
        <legend className="sr-only">{legend}</legend>
        {choices.map(({ value, label, Icon }) => (
          <button
            key={value}
            type="submit"
            name={name}
            value={value}
            title={label}
            aria-pressed={value === current}
            className="inline-flex h-7 w-8 items-center justify-center rounded-sm text-muted hover:text-text aria-pressed:bg-surface aria-pressed:text-text aria-pressed:shadow-raised"
          >
            <Icon aria-hidden className="size-4" />
            <span className="sr-only">{label}</span>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
