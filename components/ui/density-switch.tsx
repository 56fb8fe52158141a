import Rows3 from "lucide-react/icons/rows-3";
import Rows4 from "lucide-react/icons/rows-4";
import { ChoiceSwitch } from "./choice-switch";

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

export function DensitySwitch(props: DensitySwitchProps) {
  return <ChoiceSwitch name="density" legend="Rows" choices={CHOICES} {...props} />;
}
