import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { ChoiceSwitch } from "./choice-switch";

const CHOICES = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "System", Icon: Monitor },
] as const;

interface ThemeSwitchProps {
  current: (typeof CHOICES)[number]["value"];
  /** Receives `theme` = light, dark or system; sets or clears the cookie of that name. */
  action: (formData: FormData) => void | Promise<void>;
}

export function ThemeSwitch(props: ThemeSwitchProps) {
  return <ChoiceSwitch name="theme" legend="Theme" choices={CHOICES} {...props} />;
}
