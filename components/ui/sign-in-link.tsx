/** The way on after a session ended: in another tab, so that what was typed here stays. */
export function SignInLink({ href }: { href: string }) {
  return (
    <p>
      <a
        href={href}
        target="_blank"
        rel="noreferrer"
        className="rounded-sm font-medium underline underline-offset-2"
      >
        Sign in in a new tab
      </a>
      , then try again here. What you typed stays.
    </p>
  );
}
