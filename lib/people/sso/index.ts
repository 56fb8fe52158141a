import { bindVerbs, processPart } from "@/lib/process";
import type { SsoRoomDeps } from "./deps";
import { ssoOfPerson, unlinkSso } from "./link";
import { endTrip, startTrip } from "./trip";

export { linkByHand, unlinkSso } from "./link";
export type { SsoEntry } from "./sign-in-by-sso";
export { isSsoRefusal, type SsoRefusalReason } from "./sso-refusal";
export { SSO_TRIP_SECONDS, type SsoPurpose, type SsoTrip } from "./trip";

/** Signing in with the company's account. */
export const createSso = (deps: SsoRoomDeps) =>
  bindVerbs(deps, { endTrip, ssoOfPerson, startTrip, unlinkSso });

export type Sso = ReturnType<typeof createSso>;
/** Null where no identity provider is configured. */
export const { get: sso, install: installSso } = processPart<Sso | null>("sso");
