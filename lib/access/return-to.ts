const HERE = "http://here.invalid";

/**
 * The page to go to after signing in: a path on this site, or the start page for anything else. Browsers drop tabs
 * and line breaks from addresses and read `\` as `/`, so such values are refused rather than repaired.
 */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== "string" || value.length > 2_000) return "/";
  if (!value.startsWith("/") || /[^\x21-\x7e]|\\/.test(value) || !URL.canParse(value, HERE)) return "/";
  const url = new URL(value, HERE);
  const leadsHere = url.origin === HERE && !url.pathname.startsWith("//");
  const isPage = !/^\/(api|sign-in)(\/|$)/.test(url.pathname);
  return leadsHere && isPage ? `${url.pathname}${url.search}${url.hash}` : "/";
}

/** The sign-in page's address that leads back to `path`. */
export function signInPath(path: string): string {
  const returnTo = safeReturnTo(path);
  return returnTo === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
}
