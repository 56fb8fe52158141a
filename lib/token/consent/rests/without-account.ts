import type { PendingConsent } from "@/lib/db";

/** Nobody who signs in can settle such a consent: links and visitors. */
const KINDS = ["link", "visitor"];

/** The same of a row of PendingConsent, as SQL. */
export const WITHOUT_ACCOUNT = `"actorKind" IN ('link', 'visitor')`;
export const HAS_ACCOUNT = `"actorKind" NOT IN ('link', 'visitor')`;

export const isWithoutAccount = ({ actorKind }: Pick<PendingConsent, "actorKind">) =>
  KINDS.includes(actorKind);
