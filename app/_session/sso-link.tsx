import { buttonClass } from "@/components/ui/button";
import { goOnWith, signInWith } from "./words";

interface SsoLinkProps {
  /** What people call the company's account. */
  name: string;
  returnTo: string;
  /** What it is for, where that isn't signing in. */
  purpose?: "confirm" | "link";
  primary?: boolean;
  /** Instead of the usual words. */
  children?: string;
}

/** Leads to the identity provider. A plain link: it is followed when a person asks, never ahead of them. */
export function SsoLink({ name, returnTo, purpose, primary, children }: SsoLinkProps) {
  const query = new URLSearchParams({ ...(purpose && { for: purpose }), returnTo });
  return (
    <a
      href={`/api/sso/start?${query}`}
      className={buttonClass({ variant: primary ? "primary" : undefined }, purpose ? undefined : "w-full")}
    >
      {children ?? (purpose ? goOnWith(name) : signInWith(name))}
    </a>
  );
}
