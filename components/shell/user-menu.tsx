import ChevronUp from "lucide-react/icons/chevron-up";
import type { ReactNode } from "react";
import { KEYS_HELP_ID } from "./keys-help";

interface UserMenuProps {
  name: string;
  role: string;
  /** A form with a submit button. */
  signOut: ReactNode;
  /** Links to what is a person's own. */
  own?: ReactNode;
  themeSwitch?: ReactNode;
  densitySwitch?: ReactNode;
  zoneSwitch?: ReactNode;
}

/** Opens in place, so that nothing is clipped at 400 % zoom. */
export function UserMenu(props: UserMenuProps) {
  const { name, role, signOut, own, themeSwitch, densitySwitch, zoneSwitch } = props;
  return (
    <details className="group mt-auto flex flex-col border-t border-border pt-3">
      <summary className="flex items-center gap-2.5 rounded px-2.5 py-1.5 hover:bg-hover">
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-full bg-disconnected-tint text-xs font-semibold text-muted"
        >
          {name.trim().charAt(0).toUpperCase()}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{name}</span>
          <span className="block text-xs text-muted">{role}</span>
        </span>
        <ChevronUp
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="flex flex-wrap items-center justify-between gap-2 pt-3">
        {own}
        {themeSwitch}
        {densitySwitch}
        {zoneSwitch}
        {signOut}
        <button
          type="button"
          popoverTarget={KEYS_HELP_ID}
          className="needs-script flex min-h-8 w-full items-center justify-between rounded px-2.5 text-muted hover:bg-hover hover:text-text max-md:hidden"
        >
          Keys
          <kbd aria-hidden className="font-sans text-xs">
            ?
          </kbd>
        </button>
      </div>
    </details>
  );
}
