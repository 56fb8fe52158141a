import type { SignInStep } from "@/lib/people";
import { safeReturnTo } from "./return-to";

const PAGES: Record<SignInStep, string> = {
  second_factor: "/sign-in/second-factor",
  set_up: "/sign-in/set-up-second-factor",
};

/** The page of a sign-in's next step, which leads to `returnTo` in the end. */
export function stepPath(step: SignInStep, returnTo: string | undefined): string {
  const destination = safeReturnTo(returnTo);
  return destination === "/" ? PAGES[step] : `${PAGES[step]}?returnTo=${encodeURIComponent(destination)}`;
}
