import { cookies } from "next/headers";
import { CountersignError } from "@/lib/errors";
import { isSsoRefusal, type Sso, type SsoPurpose, sso } from "@/lib/people";
import { runtime } from "@/lib/runtime";
import { confirmPath } from "../proof-needed";
import { safeReturnTo, signInPath } from "../session/return-to";
import { currentUser, enterHere, hasFreshProof, sessionIdHere } from "../session/session";
import { stepPath } from "../session/step-path";
import { encryptTrip, openTrip, type TripInBrowser, tripCookie } from "./trip-cookie";

/** Where a browser goes on, and whether a session has just begun there. */
interface SsoLeave {
  to: string;
  entered: boolean;
}

const LINK_PAGE = "/profile/company-account";

/** What people call the company's account, and whether it is the only way in for all but one; undefined without one. */
export function companyAccount(): { name: string; isOnly: boolean } | undefined {
  const { sso: env } = runtime().env;
  return env && { name: env.name, isOnly: env.breakGlass !== undefined };
}

/**
 * Sends this browser to the identity provider.
 *
 * @returns Its address, or the page that says why not.
 * @throws {CountersignError} `not_found` where none is configured.
 */
export async function startSsoHere({
  query,
  sentBy,
}: {
  query: URLSearchParams;
  /** What the browser says of the page that led here; no page can forge it. */
  sentBy: string | null;
}): Promise<string> {
  const part = configured();
  const returnTo = safeReturnTo(query.get("returnTo"));
  const asked = query.get("for");
  const user = asked === "confirm" || asked === "link" ? await currentUser() : null;
  // A page elsewhere could link the account that it has signed this browser in to at the identity provider.
  if (asked === "link" && !(user && sentBy === "same-origin" && (await hasFreshProof()))) return LINK_PAGE;
  const inSession = user && (asked === "confirm" || asked === "link");
  const purpose: SsoPurpose = inSession
    ? { kind: asked, userId: user.id, sessionId: await sessionIdHere() }
    : { kind: "sign_in" };
  const fresh = purpose.kind !== "sign_in" || query.get("fresh") === "1";
  return orRefused({ purpose, returnTo }, async () => {
    const { url, trip } = await part.startTrip({ purpose, fresh });
    const { auth } = runtime().env;
    const { name, options } = tripCookie(auth);
    (await cookies()).set(name, await encryptTrip(auth, { ...trip, returnTo }), options);
    return { to: url.href, entered: false };
  }).then(({ to }) => to);
}

/**
 * Takes back a browser that the identity provider sent.
 *
 * @throws {CountersignError} `not_found` where none is configured.
 */
export async function endSsoHere(params: URLSearchParams): Promise<SsoLeave> {
  const part = configured();
  const { auth } = runtime().env;
  const jar = await cookies();
  const { name, options } = tripCookie(auth);
  const trip = await openTrip(auth, jar.get(name)?.value);
  jar.set(name, "", { ...options, maxAge: 0 });
  const { purpose, returnTo } = trip ?? { purpose: { kind: "sign_in" as const }, returnTo: "/" };
  return orRefused({ purpose, returnTo }, async () => {
    const arrival = await part.endTrip(trip, params);
    if (arrival === "done") return { to: homeOf({ purpose, returnTo }), entered: false };
    if (arrival === "ask again") {
      return { to: `/api/sso/start?fresh=1&returnTo=${encodeURIComponent(returnTo)}`, entered: false };
    }
    const step = await enterHere(arrival.entered, arrival.email);
    return { to: step ? stepPath(step, returnTo) : safeReturnTo(returnTo), entered: !step };
  });
}

function configured(): Sso {
  const part = sso();
  if (part) return part;
  throw new CountersignError("not_found", "No company account is set up here.");
}

type Way = Pick<TripInBrowser, "purpose" | "returnTo">;

/** The page that a way began on. */
function homeOf({ purpose, returnTo }: Way): string {
  if (purpose.kind === "link") return LINK_PAGE;
  return purpose.kind === "confirm" ? confirmPath(returnTo) : signInPath(returnTo);
}

/** A refusal leads back to the page that the way began on, which says why. */
async function orRefused(way: Way, work: () => Promise<SsoLeave>): Promise<SsoLeave> {
  try {
    return await work();
  } catch (error) {
    if (!isSsoRefusal(error)) throw error;
    const home = homeOf(way);
    return { to: `${home}${home.includes("?") ? "&" : "?"}error=sso_${error.reason}`, entered: false };
  }
}
