import { Sentence } from "./sentence";
import { SIGN_IN_IN_NEW_TAB, thenTryAgain } from "./words";

/** The way on after a session ended: in another tab, so that what was typed here stays. */
export function SignInLink({ href }: { href: string }) {
  const signIn = (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="rounded-sm font-medium underline underline-offset-2"
    >
      {SIGN_IN_IN_NEW_TAB}
    </a>
  );
  return (
    <p>
      <Sentence parts={thenTryAgain(signIn)} />
    </p>
  );
}
