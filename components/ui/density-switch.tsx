import Rows3 from "lucide-react/icons/rows-3";
import Rows4 from "lucide-react/icons/rows-4";

export type Density = "compact" | "comfortable";

const CHOICES = [
  { value: "compact", label: "Compact rows", Icon: Rows4 },
  { value: "comfortable", label: "Comfortable rows", Icon: Rows3 },
] as const;

interface DensitySwitchProps {
  current: Density;
  /** Receives `density` = compact or comfortable; sets the cookie of that name. */
  action: (formData: FormData) => void | Promise<void>;
}

/** Two buttons of a plain form: works before and without scripts. */
export function DensitySwitch({ current, action }: DensitySwitchProps) {
  return (
    <form action={action}>
      <fieldset className="inline-flex gap-0.5 rounded border border-border bg-bg p-0.5">
        <legend className="sr-only">Rows</legend>
        {CHOICES.map(({ value, label, Icon }) => (
          <button
            key={value}
            type="submit"
            name="density"
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
