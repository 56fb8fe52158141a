// Doors are handed what they work with, and so are these verbs: (deps, request), with nothing to compose.
export {
  type ApiKey,
  apiKeys,
  createApiKeys,
  createKeyVerifier,
  installApiKeys,
  KEY_LIMITS,
  type KeyEnvironment,
  type KeyPlace,
  type KeyStatus,
  type KeyVerifier,
  type KeyView,
} from "./api-keys";
export {
  createInvites,
  INVITE_FAULTS,
  type InviteState,
  type InviteView,
  installInvites,
  invites,
  type MadeInvite,
} from "./invites";
export { behindAnswer, behindAnswersDone } from "./links/behind-answer";
export { linkTokenHash, newLinkToken, type RandomBytes } from "./links/link-token";
export {
  createPasswordReset,
  installPasswordReset,
  passwordReset,
  RESET_FAULTS,
} from "./password-reset";
export {
  createPeople,
  installPeople,
  type PersonView,
  people,
  type SessionView,
} from "./persons";
export {
  createPreferences,
  installPreferences,
  preferences,
  type View,
  type ViewList,
  viewLists,
} from "./preferences";
export { ANONYMOUS, flushRefusals, recordRefusal } from "./refusal-log";
export { can, isRole, needsProof, ROLES, type Role, type Verb } from "./roles";
export { SCOPES, type Scope } from "./scopes";
export {
  createSecondFactors,
  type Enrolment,
  type FactorBox,
  installSecondFactors,
  type PendingSignIn,
  type SecondFactors,
  type SignInStep,
  secondFactors,
} from "./second-factor";
export { isFreshlyProved, SESSION_SECONDS, type SessionUser, type User, userOf } from "./session-user";
export { endOwnSession } from "./sessions";
export { accountOf, signIn } from "./sign-in";
export {
  createSso,
  installSso,
  isSsoRefusal,
  linkByHand,
  SSO_TRIP_SECONDS,
  type Sso,
  type SsoEntry,
  type SsoPurpose,
  type SsoRefusalReason,
  type SsoTrip,
  sso,
  unlinkSso,
} from "./sso";
export {
  changeRole,
  createUser,
  currentRole,
  disableUser,
  enableUser,
  findUserByEmail,
  setPassword,
} from "./users";
