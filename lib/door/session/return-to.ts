const HERE = "http://here.invalid";
const CALLBACK = /^\/api\/oauth\/[a-z][a-z0-9-]{0,40}\/callback$/;

/**
 * The page to go to after signing in: a path on this site, or the start page for anything else. Browsers drop tabs
 * and line breaks from addresses and read `\` as `/`, so such values are refused rather than repaired. Of what is no
 * page, only a provider's answer to a consent may follow: a session that ended meanwhile must not cost the consent.
 */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== "string" || value.length > 2_000) return "/";
  if (!value.startsWith("/") || /[^\x21-\x7e]|\\/.test(value) || !URL.canParse(value, HERE)) return "/";
  const url = new URL(value, HERE);
  const leadsHere = url.origin === HERE && !url.pathname.startsWith("//");
  const isPage = !/^\/(api|sign-in)(\/|$)/.test(url.pathname);
  return leadsHere && (isPage || isConsentAnswer(url)) ? `${url.pathname}${url.search}${url.hash}` : "/";
}

/** @see RFC 6749 §4.1.2 */
function isConsentAnswer({ pathname, searchParams, hash }: URL): boolean {
  const answered = searchParams.has("code") || searchParams.has("error");
  return CALLBACK.test(pathname) && searchParams.has("state") && answered && hash === "";
}

/**
 * The sign-in page's address that leads back to `path`.
 *
 * @param ended A session ended under what was being done: the page says so.
 */
export function signInPath(path: string, { ended = false } = {}): string {
  const returnTo = safeReturnTo(path);
  const query = [ended && "ended=1", returnTo !== "/" && `returnTo=${encodeURIComponent(returnTo)}`];
  const given = query.filter(Boolean).join("&");
  return given ? `/sign-in?${given}` : "/sign-in";
}
