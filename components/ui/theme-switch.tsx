import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";

type ThemeChoice = "light" | "dark" | "system";

const CHOICES = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "As the system", Icon: Monitor },
] as const;

interface ThemeSwitchProps {
  current: ThemeChoice;
  /** Receives `theme` = light, dark or system; sets or clears the cookie of that name. */
  action: (formData: FormData) => void | Promise<void>;
}

/** Three buttons of a plain form: works before and without scripts. */
export function ThemeSwitch({ current, action }: ThemeSwitchProps) {
  return (
    <form action={action}>
      <fieldset className="inline-flex gap-0.5 rounded border border-border bg-bg p-0.5">
        <legend className="sr-only">Theme</legend>
        {CHOICES.map(({ value, label, Icon }) => (
          <button
            key={value}
            type="submit"
            name="theme"
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
