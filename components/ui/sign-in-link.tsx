import { CONFIRM_IN_NEW_TAB, SIGN_IN_IN_NEW_TAB, THEN_TRY_AGAIN } from "./words";

/** The way on after a session ended, or where a fresh proof is needed: in another tab, so that what was typed here stays. */
export function SignInLink({ href }: { href: string }) {
  return (
    <p>
      <a
        href={href}
        target="_blank"
        rel="noreferrer"
        className="rounded-sm font-medium underline underline-offset-2"
      >
        {href.startsWith("/confirm") ? CONFIRM_IN_NEW_TAB : SIGN_IN_IN_NEW_TAB}
      </a>
      {THEN_TRY_AGAIN}
    </p>
  );
}
